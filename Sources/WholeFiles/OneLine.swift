/// A message as one line of bearable length: what a file or a path says in it may hold line breaks, the
/// commands of a terminal, or a megabyte.
package func oneLine(_ message: String) -> String {
  var line = message
  if message.unicodeScalars.contains(where: \.breaksLines) {
    line = ""
    for scalar in message.unicodeScalars {
      line += scalar.breaksLines ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
  if line.utf8.count <= longestLine { return line }
  return "\(line.prefix(longestLine / 2)) … \(line.suffix(longestLine / 4))"
}

private let longestLine = 4000

extension Unicode.Scalar {
  /// Whether it ends a line, moves a terminal's cursor, or turns what follows around.
  fileprivate var breaksLines: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
