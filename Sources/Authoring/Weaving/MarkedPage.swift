import Course

/// Holds a page to the values that its marks name, and finds numbers that nothing answers for.
///
///     With the same training the gates are worth 0.097<!--=08.gates--> nats a character.
///
/// A mark stands behind the number, or the last of the numbers, that its value gives, or behind the
/// formula that ends with it. Of a text the page must say every letter. On a line of its own a mark
/// stands for what comes below it: for all numbers of a table, with or without its first column; for
/// those of a paragraph's formulas that have three digits; for those of a picture's description that
/// have three digits or decimals.
struct MarkedPage {
  private let path: String
  private let values: PageValues
  /// The page with each value as it is.
  private(set) var lines: [String]
  private(set) var problems: [Weaver.Problem] = []
  private(set) var marks = 0
  /// The lines without fences, code, comments and marked numbers.
  private var open: [String]
  /// What stands in checked blocks or is marked.
  private var known: Set<String> = []
  private var changes: [(line: Int, number: WrittenNumber, value: Double, name: String)] = []

  init(_ path: String, lines: [String], values: PageValues) {
    (self.path, self.lines, self.values) = (path, lines, values)
    let marked = lines.map { Self.blanking(#/`[^`]*`/#, in: $0) }
    open = marked.map { Self.blanking(#/<!--.*?-->/#, in: $0) }
    for fence in (try? MarkdownFence.all(in: lines, of: path)) ?? [] {
      if !fence.attributes.isEmpty, fence.attributes["example"] == nil {
        for line in lines[fence.body] { know(line) }
      }
      for index in fence.line - 1...fence.body.upperBound { open[index] = "" }
    }
    for index in lines.indices where !open[index].isEmpty { find(marked[index], in: index) }
    changes.sort { ($0.line, $0.number.range.lowerBound) < ($1.line, $1.number.range.lowerBound) }
    for change in changes.reversed() { write(change) }
  }

  private mutating func know(_ text: String) {
    known.formUnion(WrittenNumber.all(in: text).map(\.digits))
  }

  private mutating func add(_ line: Int, _ message: String, isMended: Bool = false) {
    problems.append(.init(problem: SourceProblem(path, line + 1, message), isMended: isMended))
  }

  // MARK: Marks

  private static var mark: Regex<(Substring, Substring)> { #/<!--=([^>]*)-->/# }

  private static func blanking(_ pattern: Regex<Substring>, in line: String) -> String {
    line.replacing(pattern) { String(repeating: " ", count: $0.output.count) }
  }

  private mutating func find(_ line: String, in index: Int) {
    let found = line.matches(of: Self.mark)
    if let only = found.first, trimmed(line) == only.output.0 {
      return block(below: index, names: only.output.1.split(separator: " ").map(String.init))
    }
    let masked = Array(open[index])
    var start = 0
    for match in found {
      let end = line.distance(from: line.startIndex, to: match.range.lowerBound)
      let blank = String(repeating: " ", count: start)
      show(String(match.output.1), behind: blank + String(masked[start..<end]), in: index)
      start = end
    }
  }

  private mutating func value(_ name: String, in line: Int) -> (any PageValue)? {
    marks += 1
    do { return try values.value(name) } catch { add(line, "\(error)") }
    return nil
  }

  private mutating func show(_ name: String, behind text: String, in index: Int) {
    guard let value = value(name, in: index) else { return }
    if let words = value as? String {
      if !trimmed(text).hasSuffix(words) { add(index, "\(name) is \"\(words)\"; write it here") }
      return know(words)
    }
    let places = WrittenNumber.all(in: text).suffix(value.numbers.count)
    let end = places.last.map { text.index(text.startIndex, offsetBy: $0.range.upperBound) }
    let isNear = end.map { !text[$0...].contains { $0.isLetter || $0.isNumber } } ?? false
    if isNear, places.count == value.numbers.count {
      changes += zip(places, value.numbers).map { (index, $0, $1, name) }
    } else {
      add(index, "\(name) has \(counted(value.numbers.count, "number")); write it before its mark")
    }
  }

  /// The block below a line of its own.
  private mutating func block(below mark: Int, names: [String]) {
    var wanted: [(value: Double, name: String)] = []
    for name in names { wanted += (value(name, in: mark)?.numbers ?? []).map { ($0, name) } }
    var places = places(below: mark)
    if places.count != wanted.count {
      // Of a table, those behind its first column.
      places.removeAll { place in
        let line = lines[place.line]
        let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        return line.hasPrefix("|") && place.number.range.lowerBound < cells[1].count + 2
      }
    }
    if places.count == wanted.count {
      changes += zip(places, wanted).map { ($0.line, $0.number, $1.value, $1.name) }
    } else {
      let name = names.joined(separator: " ")
      add(
        mark,
        "\(name) has \(counted(wanted.count, "number")), and "
          + "\(places.count) of those below could be them")
    }
  }

  private func places(below mark: Int) -> [(line: Int, number: WrittenNumber)] {
    let start = lines[(mark + 1)...].firstIndex { !$0.isEmpty } ?? lines.count
    let block = lines[start...].prefix { !$0.isEmpty }
    let isTable = block.first?.hasPrefix("|") == true
    let isPicture = block.first?.hasPrefix("![") == true
    return block.indices.dropFirst(isTable ? 2 : 0).flatMap { line in
      WrittenNumber.all(in: open[line]).filter {
        if isTable { return !$0.isWord }
        return isPicture ? $0.counts || $0.text.contains(".") : $0.isInFormula && $0.counts
      }.map { (line, $0) }
    }
  }

  private mutating func write(
    _ change: (line: Int, number: WrittenNumber, value: Double, name: String)
  ) {
    let (line, range) = (change.line, change.number.range)
    let form = change.number.form(of: change.value)
    know(form)
    open[line] = Self.replacing(range, of: open[line]) { String(repeating: " ", count: $0.count) }
    if form == change.number.text { return }
    let value = Int(exactly: change.value).map { "\($0)" } ?? "\(change.value)"
    add(line, "says \(change.number.text); \(change.name) is \(value)", isMended: true)
    lines[line] = Self.replacing(range, of: lines[line]) { _ in form }
  }

  private static func replacing(
    _ range: Range<Int>, of line: String, by text: (String) -> String
  ) -> String {
    let characters = Array(line)
    return String(characters[..<range.lowerBound]) + text(String(characters[range]))
      + String(characters[range.upperBound...])
  }

  // MARK: Other numbers

  private static let constants = "<!-- constants: "

  /// Finds numbers of three digits and more that nothing answers for: no mark, no block that is
  /// checked, no line `<!-- constants: 0.94 128 -->` of the page and nothing elsewhere.
  mutating func findUnanswered(known elsewhere: Set<String>) {
    for line in RecordedNumbers.all(in: lines).flatMap({ open[$0.block] }) { know(line) }
    // What others reported.
    for line in lines[(lines.firstIndex(of: "## Sources") ?? lines.count)...] { know(line) }
    var constants: [String: Int] = [:]
    for (index, line) in lines.enumerated() where line.hasPrefix(Self.constants) {
      for number in WrittenNumber.all(in: line) { constants[number.digits] = index }
    }
    known.formUnion(elsewhere)
    var unused = constants
    for (index, line) in open.enumerated() where !line.hasPrefix("**Exercise ") {
      let text = line.replacing(#/\]\([^)]*\)/#, with: "]")
      for number in WrittenNumber.all(in: text)
      where number.counts && !known.contains(number.digits) {
        unused[number.digits] = nil
        if constants[number.digits] != nil { continue }
        add(index, "nothing that is checked says \(number.text); mark it: <!--=LIST.NAME-->")
      }
    }
    for (number, index) in unused { add(index, "the page needs no constant \(number)") }
  }
}

extension Weaver.Woven {
  /// Writes a page's values anew, and finds the numbers that nothing answers for.
  mutating func hold(_ path: String, to values: PageValues, of course: Course) throws {
    var page = MarkedPage(path, lines: lines, values: values)
    let chapter = path.split(separator: "/").last.map { $0.prefix(2) } ?? ""
    if Int(chapter) != nil, !values.has(String(chapter)) {
      problems.append(
        .init(
          problem: SourceProblem(
            path, nil,
            "Commands/Chapters.swift has no list \(chapter), so nothing answers for this page"),
          isMended: false))
    }
    if path != "CONTRIBUTING.md" {
      page.findUnanswered(known: try course.numbersHeld(of: path, lines))
    }
    lines = page.lines
    blocks += page.marks
    problems += page.problems
  }
}

extension Course {
  /// The numbers of exercises, those in the suite of a page's chapter and in the tests of that page,
  /// and those in its figures.
  fileprivate func numbersHeld(of path: String, _ lines: [String]) throws -> Set<String> {
    var known = Set(exercises.map { "\($0.number)" })
    let name = "Chapter\(path.split(separator: "/").last?.prefix(2) ?? "")"
    for file in folder.swiftFiles(below: "Tests") where file.contains("/\(name)") {
      known.formUnion(WrittenNumber.all(in: try folder.text(file) ?? "").map(\.digits))
    }
    for link in lines.flatMap({ $0.matches(of: #/figures\/([a-z0-9-]+\.svg)/#) }) {
      let drawing = try folder.text("chapters/figures/\(link.output.1)") ?? ""
      // A title and a description are sentences, and may be wrong.
      for part in drawing.matches(of: #/<text[^>]*>([^<]+)</#) {
        known.formUnion(WrittenNumber.all(in: String(part.output.1)).map(\.digits))
      }
    }
    return known
  }
}
