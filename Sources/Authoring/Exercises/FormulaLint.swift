import Course

extension Lint {
  /// GitHub sets formulas only after its Markdown has read the page. Whether the tool is there that
  /// reads Markdown as GitHub does.
  var canReadAsGitHub: Bool {
    runChild(["cmark-gfm", "--version"], in: course.folder.root).end == .exited(0)
  }

  /// The formulas that GitHub would not show as the web edition does.
  func formulaProblems() throws -> [SourceProblem] {
    guard canReadAsGitHub else { return [] }
    let folder = course.folder
    let pages =
      folder.names(in: "") + ["chapters", "Sources", "Tests"].flatMap(folder.files(below:))
    return try pages.filter { $0.hasSuffix(".md") }.flatMap { path -> [SourceProblem] in
      let written = PageFormula.all(in: try folder.text(path) ?? "")
      if written.isEmpty { return [] }
      let extensions = ["table", "strikethrough", "autolink", "footnotes"].flatMap { ["-e", $0] }
      let shown = PageFormula.shown(
        in: runChild(["cmark-gfm"] + extensions + [path], in: folder.root).output)
      // The same formula may stand on a page twice: the order tells which is missing.
      let missing = written.map(\.asShown).difference(from: shown).insertions.compactMap {
        if case .insert(let index, _, _) = $0 { index } else { nil }
      }
      let refused = written.indices.filter { written[$0].hasRefusedMacro }
      return Set(missing + refused).sorted().map {
        let formula = written[$0]
        let text = formula.text.replacing("\n", with: " ")
        return SourceProblem(
          path, formula.line, "GitHub does not show \(text) as written: \(formula.advice)")
      }
    }
  }
}

/// A formula with its dollars, or a single dollar that belongs to none.
struct PageFormula {
  let text: String
  /// Counted from 1.
  let line: Int

  /// The formulas of a page in Markdown, as pandoc finds them.
  static func all(in page: String) -> [PageFormula] {
    var fence = FenceReader()
    let lines = page.lines.map { fence.read($0) == .outside ? $0 : "" }
    return lines.indices.split { trimmed(lines[$0]).isEmpty }.flatMap { paragraph in
      let text = lines[paragraph].joined(separator: "\n")
        .replacing(/``.+?``|`[^`]+`|<!--.*?-->/.dotMatchesNewlines()) {
          String($0.output.filter { $0 == "\n" })
        }
      let formula = /\$\$.+?\$\$|\$(?!\s)(?:(?!\s\$)[^$])+\$(?!\d)|\$/.dotMatchesNewlines()
      return text.matches(of: formula).map { match in
        let line = paragraph.lowerBound + text[..<match.startIndex].count { $0 == "\n" } + 1
        return PageFormula(text: String(match.output), line: line)
      }
    }
  }

  /// The formulas that GitHub finds in what its Markdown has made of a page: between two tags, with
  /// no letter, digit, hyphen or quotation mark before the first dollar and none but the last two
  /// behind the last.
  static func shown(in html: String) -> [String] {
    let text = html.replacing(/<!--.*?-->/.dotMatchesNewlines(), with: "")
      .replacing(/<(pre|code)\b.*?<\/\1>/.dotMatchesNewlines(), with: "x")
      .replacing(/<[^>]*>/, with: "\u{0}")
    let formula = /(?:^|[\s(\u{0}])(\$\$[^$\u{0}]+\$\$|\$(?!\s)(?:(?!\s\$)[^$\u{0}\n])+\$(?!\w))/
    return text.matches(of: formula).map { withoutIndentation(String($0.output.1)) }
  }

  /// The text in HTML, if nothing has become of it.
  var asShown: String { Self.withoutIndentation(escapedForHTML(text)) }

  private static func withoutIndentation(_ text: String) -> String {
    text.lines.map(trimmed).joined(separator: "\n")
  }

  var hasRefusedMacro: Bool { Self.refused.contains { text.contains($0.0) } }

  private static let refused = [(#"\operatorname"#, #"\mathrm"#), (#"\mbox"#, #"\text"#)]

  /// What Markdown always takes for an escape.
  private static let escapes = [
    (#"\,"#, #"\thinspace"#), (#"\;"#, #"\ "#), (#"\:"#, #"\ "#), (#"\\"#, #"\cr"#),
    (#"\{"#, #"\lbrace"#), (#"\}"#, #"\rbrace"#), (#"\|"#, #"\Vert"#),
  ]

  /// What it sometimes takes for emphasis, a cell's end, a tag or a link.
  private static let signs = [
    (")_", ")_ "), ("]_", "]_ "), ("}_", "}_ "), ("|_", "|_ "), ("*", #"\ast"#), ("|", #"\vert"#),
    ("<", #"\lt"#), ("~", #"\sim"#), ("](", "] ("),
  ]

  /// What to write instead.
  var advice: String {
    if text == "$" { return "write it in back-ticks" }
    var found = (Self.refused + Self.escapes).filter { text.contains($0.0) }
    if found.isEmpty { found = Array(Self.signs.filter { text.contains($0.0) }.prefix(1)) }
    if found.isEmpty { return "leave a space on either side, and an empty line behind a tag" }
    return "write " + found.map { "`\($0.1)` for `\($0.0)`" }.joined(separator: ", ")
  }
}
