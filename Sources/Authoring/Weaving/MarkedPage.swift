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
  /// The page with each value as it is.
  private(set) var woven: Weaver.Woven
  private let values: PageValues
  /// The lines without fences, code, comments and marked numbers.
  private var open: [String]
  /// What stands in checked blocks or is marked.
  private var known: Set<String> = []
  private var changes: [Change] = []

  private typealias Change = (line: Int, number: WrittenNumber, value: Double, name: String)

  init(_ woven: Weaver.Woven, values: PageValues) {
    (self.woven, self.values) = (woven, values)
    let marked = woven.lines.map { Self.blanking(#/`[^`]*`/#, in: $0) }
    open = marked.map { Self.blanking(#/<!--.*?-->/#, in: $0) }
    for fence in (try? MarkdownFence.all(in: woven.lines, of: woven.path)) ?? [] {
      if !fence.attributes.isEmpty, fence.attributes["example"] == nil {
        know(woven.lines[fence.body])
      }
      for index in fence.line - 1...fence.body.upperBound { open[index] = "" }
    }
    for index in marked.indices where !open[index].isEmpty { find(marked[index], in: index) }
    changes.sort { ($0.line, $0.number.range.lowerBound) < ($1.line, $1.number.range.lowerBound) }
    for change in changes.reversed() { write(change) }
  }

  private mutating func know(_ lines: some Sequence<String>) {
    known.formUnion(lines.flatMap(WrittenNumber.all).map(\.digits))
  }

  // MARK: Marks

  private static func blanking(_ pattern: Regex<Substring>, in line: String) -> String {
    line.replacing(pattern) { String(repeating: " ", count: $0.output.count) }
  }

  private mutating func find(_ line: String, in index: Int) {
    let found = line.matches(of: #/<!--=([^>]*)-->/#)
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
    woven.blocks += 1
    do { return try values.value(name) } catch { woven.add(line + 1, "\(error)") }
    return nil
  }

  private mutating func show(_ name: String, behind text: String, in index: Int) {
    guard let value = value(name, in: index) else { return }
    if let words = value as? String {
      if !trimmed(text).hasSuffix(words) {
        woven.add(index + 1, "\(name) is \"\(words)\"; write it here")
      }
      return know([words])
    }
    let places = WrittenNumber.all(in: text).suffix(value.numbers.count)
    let end = places.last.map { text.index(text.startIndex, offsetBy: $0.range.upperBound) }
    let isNear = end.map { !text[$0...].contains { $0.isLetter || $0.isNumber } } ?? false
    if isNear, places.count == value.numbers.count {
      changes += zip(places, value.numbers).map { (index, $0, $1, name) }
    } else {
      let count = counted(value.numbers.count, "number")
      woven.add(index + 1, "\(name) has \(count); write it before its mark")
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
        let line = woven.lines[place.line]
        let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        return line.hasPrefix("|") && place.number.range.lowerBound < cells[1].count + 2
      }
    }
    if places.count == wanted.count {
      changes += zip(places, wanted).map { ($0.line, $0.number, $1.value, $1.name) }
    } else {
      let count = counted(wanted.count, "number")
      woven.add(
        mark + 1,
        "\(names.joined(separator: " ")) has \(count), and "
          + "\(places.count) of those below could be them")
    }
  }

  private func places(below mark: Int) -> [(line: Int, number: WrittenNumber)] {
    let block = woven.lines[(mark + 1)...].drop { $0.isEmpty }.prefix { !$0.isEmpty }
    let isTable = block.first?.hasPrefix("|") == true
    let isPicture = block.first?.hasPrefix("![") == true
    return block.indices.dropFirst(isTable ? 2 : 0).flatMap { line in
      WrittenNumber.all(in: open[line]).filter {
        if isTable { return !$0.isWord }
        return isPicture ? $0.counts || $0.text.contains(".") : $0.isInFormula && $0.counts
      }.map { (line, $0) }
    }
  }

  private mutating func write(_ change: Change) {
    let (line, number) = (change.line, change.number)
    let form = number.form(of: change.value)
    know([form])
    open[line].replace(number.range, with: String(repeating: " ", count: number.range.count))
    if form == number.text { return }
    let value = Int(exactly: change.value).map { "\($0)" } ?? "\(change.value)"
    woven.add(line + 1, "says \(number.text); \(change.name) is \(value)", isMended: true)
    woven.lines[line].replace(number.range, with: form)
  }

  // MARK: Other numbers

  /// Finds numbers of three digits and more that nothing answers for: no mark, no block that is
  /// checked, no line `<!-- constants: 0.94 128 -->` of the page and nothing elsewhere.
  mutating func findUnanswered(known elsewhere: Set<String>) {
    know(RecordedNumbers.all(in: woven.lines).flatMap { open[$0.block] })
    // What others reported.
    know(woven.lines.drop { $0 != "## Sources" })
    var constants: [String: Int] = [:]
    for (index, line) in woven.lines.enumerated() where line.hasPrefix("<!-- constants: ") {
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
        let problem = "nothing that is checked says \(number.text); mark it: <!--=LIST.NAME-->"
        woven.add(index + 1, problem)
      }
    }
    for (number, index) in unused { woven.add(index + 1, "the page needs no constant \(number)") }
  }
}

extension String {
  /// Replaces characters by their places among all.
  fileprivate mutating func replace(_ range: Range<Int>, with text: String) {
    let start = index(startIndex, offsetBy: range.lowerBound)
    replaceSubrange(start..<index(start, offsetBy: range.count), with: text)
  }
}

extension Weaver.Woven {
  /// Writes the page's values anew, and finds the numbers that nothing answers for.
  mutating func hold(to values: PageValues, of course: Course) throws {
    let chapter = String(path.split(separator: "/").last?.prefix(2) ?? "")
    if Int(chapter) != nil, !values.has(chapter) {
      add(nil, "Commands/Chapters.swift has no list \(chapter), so nothing answers for this page")
    }
    var page = MarkedPage(self, values: values)
    if path != "CONTRIBUTING.md" {
      page.findUnanswered(known: try course.numbersHeld(of: lines, in: "Chapter\(chapter)"))
    }
    self = page.woven
  }
}

extension Course {
  /// The numbers of exercises, those in the suite of a page's chapter and in the tests of that page,
  /// and those in its figures.
  fileprivate func numbersHeld(of lines: [String], in name: String) throws -> Set<String> {
    let files = folder.swiftFiles(below: "Tests").filter { $0.contains("/\(name)") }
    var texts = try files.map { try folder.text($0) ?? "" }
    for link in lines.flatMap({ $0.matches(of: #/figures\/([a-z0-9-]+\.svg)/#) }) {
      let drawing = try folder.text("chapters/figures/\(link.output.1)") ?? ""
      // A title and a description are sentences, and may be wrong.
      texts += drawing.matches(of: #/<text[^>]*>([^<]+)</#).map { String($0.output.1) }
    }
    let known = texts.flatMap(\.lines).flatMap(WrittenNumber.all).map(\.digits)
    return Set(known + exercises.map { "\($0.number)" })
  }
}
