/// A whole SVG file around the elements of a drawing.
enum Document {
  static func svg(
    title: String, description: String, width: Double, height: Double, canvas: Canvas
  ) -> String {
    let id = identifier(title: title, description: description)
    let c = NumberText.coordinate
    var frame = Canvas()
    frame.rectangle(
      Rectangle(x: 0.5, y: 0.5, width: width - 1, height: height - 1), class: "card border",
      fill: "#ffffff", radius: 8)
    let lines =
      [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"\(id)\" class=\"plot\""
          + " viewBox=\"0 0 \(c(width)) \(c(height))\" width=\"\(c(width))\""
          + " height=\"\(c(height))\" role=\"img\""
          + " aria-labelledby=\"\(id)-title \(id)-desc\">",
        "<title id=\"\(id)-title\">\(XML.escaped(title))</title>",
        "<desc id=\"\(id)-desc\">\(XML.escaped(description))</desc>",
        "<style>", Theme.styleSheet(id: id, hasShades: canvas.hasShades), "</style>",
      ] + frame.elements + canvas.elements + ["</svg>"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// An id made of the title's letters and a hash of title and description, so that figures on
  /// one page differ.
  static func identifier(title: String, description: String) -> String {
    var words = ""
    for scalar in title.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": words.unicodeScalars.append(scalar)
      default: if !words.isEmpty, words.last != "-" { words.append("-") }
      }
    }
    if words.count > 40 { words = String(words.prefix(40)) }
    while words.last == "-" { words.removeLast() }
    // Fowler, Noll and Vo's hash FNV-1a.
    var hash: UInt32 = 2_166_136_261
    for byte in (title + "\n" + description).utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let digits = String(hash, radix: 16)
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    return "plot-" + (words.isEmpty ? "" : words + "-") + padded
  }
}
