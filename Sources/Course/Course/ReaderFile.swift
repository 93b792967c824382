import Text

/// A file of exercises/ as it stands, with whatever its reader has done to it.
package struct ReaderFile: Sendable {
  package let path: String
  package let lines: [String]
  private let codeLines: [String]
  private var regions: [ExerciseNumber: Region] = [:]
  /// How often an exercise's line `// EXERCISE 1.3 …` stands in the file.
  private var marked: [ExerciseNumber: Int] = [:]

  /// One exercise's lines: from its marker to the brace that closes its function.
  package struct Region: Equatable, Sendable {
    /// The marker's line, as an index into the file's lines.
    let markerLine: Int
    /// The line of the closing brace.
    package let closingLine: Int
    /// What stands before the brace on its line.
    package let tail: String
  }

  package init(path: String, text: String) {
    let scanner = SwiftScanner(text)
    self.path = path
    lines = text.lines
    codeLines = scanner.codeLines
    for (index, line) in lines.enumerated() where scanner.commentLines.contains(index) {
      guard let number = ExerciseMarker(line: line)?.number else { continue }
      marked[number, default: 0] += 1
      // Nobody can say which of two is meant.
      if marked[number] != 1 { regions[number] = nil }
      guard marked[number] == 1, let brace = Self.closingBrace(after: index, in: scanner.braces)
      else { continue }
      regions[number] = Region(
        markerLine: index, closingLine: brace.line,
        tail: String(lines[brace.line].prefix(brace.column)))
    }
  }

  /// The brace that closes what is open at a line; nil where the file's braces do not balance.
  private static func closingBrace(
    after line: Int, in braces: [SwiftScanner.Brace]
  ) -> SwiftScanner.Brace? {
    let balance = braces.reduce(0) { $0 + ($1.isOpening ? 1 : -1) }
    guard balance == 0 else { return nil }
    var depth = 0
    for brace in braces where brace.line > line {
      depth += brace.isOpening ? 1 : -1
      if depth < 0 { return brace }
    }
    return nil
  }

  /// Nil where the marker is gone or stands twice, or the braces do not balance.
  package func region(of exercise: ExerciseNumber) -> Region? { regions[exercise] }

  /// The line of the exercise's marker; nil where the region is nil.
  func markerLine(of exercise: ExerciseNumber) -> String? {
    regions[exercise].map { lines[$0.markerLine] }
  }

  /// Why the exercise's lines cannot be found, in words that follow "in the file"; nil where they
  /// can. Hard spaces keep the marker on one line.
  func regionProblem(_ exercise: ExerciseNumber) -> String? {
    if regions[exercise] != nil { return nil }
    let line = "the line //\u{A0}EXERCISE\u{A0}\(exercise)"
    guard let count = marked[exercise] else { return "\(line) is gone" }
    return count == 1 ? "the braces do not match" : "\(line) stands there twice"
  }

  /// The reader's own lines: between the marker and the closing brace, without the comment that
  /// says where to read.
  func ownLines(of exercise: ExerciseNumber) -> [String]? {
    guard let region = regions[exercise] else { return nil }
    var own = Array(lines[(region.markerLine + 1)..<region.closingLine])
    if !trimmed(region.tail).isEmpty { own.append(region.tail) }
    return own.filter { !Self.isGuidance($0) }
  }

  /// The comment below an exercise's marker that says where to read and how to check.
  package func guidance(of exercise: ExerciseNumber) -> [String] {
    guard let region = regions[exercise] else { return [] }
    return lines[(region.markerLine + 1)..<region.closingLine].filter(Self.isGuidance)
  }

  private static func isGuidance(_ line: String) -> Bool {
    let text = trimmed(line)
    return text.hasPrefix("// Read chapters/") || text.hasPrefix("// Check with: swift run")
  }

  /// Whether the exercise still calls `notWritten`. Where its region cannot be found, the whole
  /// file is searched.
  package func isUnwritten(_ exercise: ExerciseNumber) -> Bool {
    let range = regions[exercise].map { $0.markerLine..<($0.closingLine + 1) }
    let code = codeLines[range ?? codeLines.indices].joined().filter { !$0.isWhitespace }
    return code.contains("notWritten(\"\(exercise)\"")
  }

  /// The line, counted from 1, on which an editor should open the exercise: the first of its code,
  /// or its marker where there is none.
  package func line(of exercise: ExerciseNumber) -> Int {
    guard let region = regions[exercise] else { return 1 }
    let isOnClosingLine = !trimmed(region.tail).isEmpty
    let range = (region.markerLine + 1)..<(region.closingLine + (isOnClosingLine ? 1 : 0))
    return (range.first { !trimmed(codeLines[$0]).isEmpty } ?? region.markerLine) + 1
  }

  /// A fingerprint of the reader's own lines, which spaces at the lines' ends do not change.
  package func fingerprint(of exercise: ExerciseNumber) -> String {
    let text = (ownLines(of: exercise) ?? lines).map { $0.dropLast { $0 == " " || $0 == "\t" } }
    return Fingerprint(text.joined(separator: "\n")).digits
  }

  /// The lines that belong to no exercise.
  func rest(without exercises: [ExerciseNumber]) -> [String] {
    let regions = exercises.compactMap { self.regions[$0] }
    return lines.indices.filter { line in
      !regions.contains { ($0.markerLine..<$0.closingLine).contains(line) }
    }.map { lines[$0] }
  }

  /// The file with one exercise put back to its released lines.
  ///
  /// - Parameter released: the marker's line and what follows it up to the closing brace.
  package func replacing(_ exercise: ExerciseNumber, with released: [String]) -> String? {
    guard let region = regions[exercise] else { return nil }
    var closing = lines[region.closingLine]
    if !trimmed(region.tail).isEmpty {
      let indentation = released.first?.prefix { $0 == " " }.dropLast(2) ?? ""
      closing = String(indentation) + closing.dropFirst(region.tail.count)
    }
    let all =
      lines[..<region.markerLine] + released + [closing] + lines[(region.closingLine + 1)...]
    return all.joined(separator: "\n") + "\n"
  }
}
