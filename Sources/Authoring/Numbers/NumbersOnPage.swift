import Course
import Foundation

/// Compares a page with what code says of its numbers, and finds numbers that nothing answers for.
struct NumbersOnPage {
  /// The page's lines with its tables written anew.
  private(set) var lines: [String]
  private(set) var problems: [SourceProblem] = []
  /// Problems that writing the page mends.
  private(set) var differing: [SourceProblem] = []

  private let path: String
  private let numbers: PageNumbers

  init(_ numbers: PageNumbers, lines: [String]) {
    (path, self.numbers, self.lines) = (numbers.page, numbers, lines)
    for table in numbers.tables { write(table) }
    for sentence in numbers.sentences where !lines.contains(where: { $0.contains(sentence) }) {
      problems.append(SourceProblem(path, nil, "this is not on the page: \(sentence)"))
    }
    let names = Set(numbers.tables.map(\.name))
    for (index, line) in lines.enumerated() {
      guard let name = Self.tableName(line), !names.contains(name) else { continue }
      problems.append(SourceProblem(path, index + 1, "no code makes the table \(name)"))
    }
  }

  // MARK: Tables

  /// `08-models` of `<!-- table: 08-models -->`.
  private static func tableName(_ line: String) -> String? {
    guard line.hasPrefix("<!-- table: "), line.hasSuffix(" -->") else { return nil }
    return String(line.dropFirst("<!-- table: ".count).dropLast(" -->".count))
  }

  /// Replaces the table below its mark, with a blank line between them.
  private mutating func write(_ table: PageTable) {
    guard let mark = lines.firstIndex(where: { Self.tableName($0) == table.name }) else {
      problems.append(SourceProblem(path, nil, "there is no line <!-- table: \(table.name) -->"))
      return
    }
    let rest = lines[(mark + 1)...]
    // The table stands next, or is not there yet.
    let next = rest.firstIndex { !$0.isEmpty } ?? mark + 1
    let begin = next < lines.count && lines[next].hasPrefix("|") ? next : mark + 1
    let end = lines[begin...].firstIndex { !$0.hasPrefix("|") } ?? lines.count
    let computed = [""] + table.lines
    guard
      let difference = OutputComparison.Difference.first(Array(lines[mark + 1..<end]), computed)
    else { return }
    differing.append(
      SourceProblem(
        path, mark + 2 + difference.index,
        difference.sentence(from: "the table \(table.name) of the code")))
    lines.replaceSubrange(mark + 1..<end, with: computed)
  }

  // MARK: Numbers

  /// The numbers of three digits and more that stand in text or a table of the page and nowhere that
  /// is checked: in no formula, excerpt, transcript, sentence or table of code, in no figure of the
  /// page and in no suite of the chapters up to this one.
  ///
  /// - Parameter known: those of figures and suites.
  func unanswered(known: Set<String>) -> [SourceProblem] {
    var known = known
    var open: [(line: Int, text: String)] = []
    var fence: Bool?
    var (isMarked, isWoven) = (false, false)
    var (isRecorded, isOver) = (false, false)
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        fence = fence == nil ? line.contains("=") : nil
        continue
      }
      if let isChecked = fence {
        if isChecked { known.formUnion(Self.numbers(in: line)) }
        continue
      }
      if Self.tableName(line) != nil { (isMarked, isWoven) = (true, false) }
      if isMarked, line.hasPrefix("|") {
        isWoven = true
        known.formUnion(Self.numbers(in: line))
        continue
      }
      if isWoven { isMarked = false }
      // `dev weave` compares the numbers of the block below such a comment.
      if line.hasPrefix("<!-- numbers: ") { isRecorded = true }
      if isRecorded, line.isEmpty, !lines[index - 1].hasPrefix("<!--") { isRecorded = false }
      if isRecorded {
        known.formUnion(Self.numbers(in: line))
        continue
      }
      if line.hasPrefix("## ") { isOver = line == "## Sources" }
      if isOver {
        // What others reported, and who.
        known.formUnion(Self.numbers(in: line))
        continue
      }
      var text = line
      for sentence in numbers.sentences where text.contains(sentence) {
        known.formUnion(Self.numbers(in: sentence))
        text = text.replacing(sentence, with: " ")
      }
      known.formUnion(Self.formulas(of: line).flatMap { Self.numbers(in: $0) })
      open.append((index + 1, text))
    }
    return open.flatMap { line, text in
      Self.numbers(in: Self.plain(text)).filter { Self.counts($0) && !known.contains($0) }
        .map { SourceProblem(path, line, "nothing that is checked says \($0)") }
    }
  }

  /// Whether a number may come from a run: it has three digits that say something, and is no year.
  static func counts(_ number: String) -> Bool {
    if number.contains(".") {
      return number.filter { $0 != "." }.drop { $0 == "0" }.count >= 3
    }
    if number.count == 4, let year = Int(number), 1600...2099 ~= year { return false }
    return number.reversed().drop { $0 == "0" }.count >= 3
  }

  /// The numbers of a text as they are written, without signs and commas.
  static func numbers(in text: String) -> [String] {
    let characters = Array(text.replacing("{,}", with: ","))
    func isDigit(_ index: Int) -> Bool {
      index < characters.count && characters[index].isASCII && characters[index].isNumber
    }
    func isWord(_ index: Int) -> Bool {
      characters.indices.contains(index)
        && (characters[index].isLetter || characters[index] == "_" || isDigit(index))
    }
    var found: [String] = []
    var index = 0
    while index < characters.count {
      let start = index
      index += 1
      let isPart = start > 0 && (isWord(start - 1) || characters[start - 1] == ".")
      // AVX-512 has no number in it.
      let isName = start > 1 && characters[start - 1] == "-" && characters[start - 2].isLetter
      if !isDigit(start) || isPart || isName { continue }
      func digits() { while isDigit(index) { index += 1 } }
      digits()
      while index < characters.count, ",_".contains(characters[index]), isDigit(index + 1) {
        index += 1
        digits()
      }
      if index < characters.count, characters[index] == ".", isDigit(index + 1) {
        index += 1
        digits()
      }
      if !isWord(index) {
        found.append(String(characters[start..<index].filter { $0 != "," && $0 != "_" }))
      }
    }
    return found
  }

  private static func formulas(of line: String) -> [String] {
    line.matches(of: /\$\$?[^$]+\$\$?/).map { String($0.output) }
  }

  /// A line without formulas, code, links' targets and an exercise's number.
  private static func plain(_ line: String) -> String {
    if line.hasPrefix("**Exercise ") { return "" }
    return line.replacing(/\$\$?[^$]+\$\$?/, with: " ").replacing(/`[^`]*`/, with: " ")
      .replacing(/\]\([^)]*\)/, with: "]")
  }
}

extension Weaver.Woven {
  /// Writes a page's tables anew, and finds what else of its numbers code does not say.
  mutating func hold(to numbers: PageNumbers?, in folder: PackageFolder) throws {
    guard let numbers else { return }
    let page = NumbersOnPage(numbers, lines: lines)
    lines = page.lines
    blocks += numbers.tables.count + numbers.sentences.count
    let known = try folder.numbersHeldElsewhere(numbers.page, lines: lines)
    problems += page.differing.map { .init(problem: $0, isMended: true) }
    problems += (page.problems + page.unanswered(known: known)).map {
      .init(problem: $0, isMended: false)
    }
  }
}

extension PackageFolder {
  /// The numbers in a page's figures, and in the suites of its chapter and those before.
  func numbersHeldElsewhere(_ page: String, lines: [String]) throws -> Set<String> {
    var known: Set<String> = []
    for line in lines {
      for link in line.matches(of: /\(figures\/([^)]+)\)/) {
        let drawing = try text("chapters/figures/\(link.output.1)") ?? ""
        // A title and a description are sentences, and may be wrong.
        for part in drawing.matches(of: /<text[^>]*>([^<]+)</) {
          known.formUnion(NumbersOnPage.numbers(in: String(part.output.1)))
        }
      }
    }
    let name = page.split(separator: "/").last ?? ""
    guard let chapter = Int(name.prefix(2)) else { return known }
    for number in 0...chapter {
      let suite = "Tests/Chapter\(number < 10 ? "0" : "")\(number)Tests"
      for file in names(in: suite) where file.hasSuffix(".swift") {
        known.formUnion(NumbersOnPage.numbers(in: try text("\(suite)/\(file)") ?? ""))
      }
    }
    // What holds the page to its figures and to runs.
    let tests = "Tests/CourseTests"
    for file in names(in: tests) where file.hasPrefix("Chapter\(name.prefix(2))") {
      known.formUnion(NumbersOnPage.numbers(in: try text("\(tests)/\(file)") ?? ""))
    }
    return known
  }
}
