/// Markdown for a terminal: paragraphs in lines, mathematics in Unicode, tables in columns, hints
/// closed. The words stay as they are.
struct MarkdownView {
  private let terminal: Terminal
  private let width: Int

  init(_ terminal: Terminal) {
    self.terminal = terminal
    width = min(terminal.width, 80)
  }

  func render(_ lines: [String]) -> String {
    var blocks = MarkdownBlocks(lines)
    var shown: [String] = []
    while let block = blocks.next() {
      // No two blank lines follow one another.
      for line in rendered(block) where !line.isEmpty || shown.last?.isEmpty == false {
        shown.append(line)
      }
    }
    return shown.dropLast(while: \.isEmpty).joined(separator: "\n")
  }

  private func rendered(_ block: MarkdownBlocks.Block) -> [String] {
    switch block {
    case .blank: return [""]
    case .heading(let level, let text): return heading(text, level)
    case .code(let lines, let isSwift): return [""] + code(lines, isSwift: isSwift) + [""]
    case .table(let lines):
      let table = TableView(lines, marksLooks: !terminal.hasColour)
      return [""] + table.lines(width: width, terminal) + [""]
    case .mathematics(let source):
      let lines = Mathematics(source).display(width: width - 4)
      return [""] + lines.map { "    " + $0 } + [""]
    case .quote(let text): return paragraph(text, first: "│ ", rest: "│ ")
    case .paragraph(let text, let indentation, let mark):
      let space = padded("", to: indentation)
      return paragraph(text, first: space + mark, rest: space + padded("", to: mark.count))
    case .hints(let titles, let exercise): return [""] + hints(titles, exercise) + [""]
    case .answers(let exercise):
      let chapter = exercise.map { " \($0.chapter)" } ?? ""
      return ["▸ Answers: swift run course quiz\(chapter)", ""]
    case .details(let title): return [terminal.styled("▾ \(title)", .bold)]
    }
  }

  private func heading(_ text: String, _ level: Int) -> [String] {
    let inline = InlineText(text, marksLooks: !terminal.hasColour)
    let mark = terminal.hasColour ? "" : String(repeating: "#", count: level) + " "
    return inline.wrapped(to: width - mark.count).map {
      mark + terminal.styled($0, level == 1 ? [.bold, .underline] : [.bold])
    }
  }

  private func paragraph(_ text: String, first: String, rest: String) -> [String] {
    let inline = InlineText(text, marksLooks: !terminal.hasColour)
    return inline.wrapped(to: width - first.count).enumerated().map { index, line in
      (index == 0 ? first : rest) + terminal.styled(line)
    }
  }

  /// Swift is indented by four columns and made to fit; other blocks are what a terminal showed,
  /// and are indented by less, and broken nowhere, where their lines would not fit.
  private func code(_ lines: [String], isSwift: Bool) -> [String] {
    let longest = lines.map(\.count).max() ?? 0
    let indentation = isSwift ? 4 : min(4, max(0, width - longest))
    let shown = isSwift ? FittedCode(lines, width: width - indentation).lines : lines
    let gutter = padded("", to: indentation)
    return shown.map { $0.isEmpty ? "" : gutter + $0 }
  }

  private func hints(_ titles: [String], _ exercise: ExerciseNumber?) -> [String] {
    guard let exercise else { return titles.map { "▸ \($0)" } }
    let count = counted(titles.count, "hint")
    let how = titles.count == 1 ? count : "\(count), one at a time"
    return ["▸ \(how): swift run course hint \(exercise)"]
  }
}
