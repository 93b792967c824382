import Course

/// A terminal's window as a drawing: each character in its cell of a grid, in the colours that its
/// escape sequences ask for.
struct TerminalWindow {
  let title: String
  let description: String
  let columns: Int
  /// What a terminal was sent, a line each.
  let lines: [String]

  /// The window on a light or on a dark page.
  enum Look: String, CaseIterable { case light, dark }

  private static let cell = (width: 8.4, height: 19.0)
  private static let margin = 18.0

  func svg(_ look: Look) -> String {
    let (c, palette) = (Self.coordinate, Self.palette(look))
    let width = Double(columns) * Self.cell.width + 2 * Self.margin
    let height = Double(lines.count) * Self.cell.height + 2 * Self.margin
    let drawn = lines.enumerated().flatMap { row, line in
      TerminalRun.runs(of: line).flatMap { elements(of: $0, row: row, palette) }
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(c(width)) \(c(height))" \
      width="\(c(width))" height="\(c(height))" role="img" \
      aria-labelledby="window-title window-desc">
      <title id="window-title">\(escapedForHTML(title))</title>
      <desc id="window-desc">\(escapedForHTML(description))</desc>
      <rect x="0.5" y="0.5" width="\(c(width - 1))" height="\(c(height - 1))" rx="8" \
      fill="\(palette.page)" stroke="\(palette.border)"/>
      <g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,&quot;DejaVu Sans Mono&quot;,\
      monospace" font-size="14" xml:space="preserve">
      \(drawn.joined(separator: "\n"))
      </g>
      </svg>

      """
  }

  // MARK: Runs

  /// The words of a run, each stretched to its cells, whatever the font; blocks as rectangles, so
  /// that a bar has no gaps.
  private func elements(of run: TerminalRun, row: Int, _ palette: Palette) -> [String] {
    let c = Self.coordinate
    let top = Self.margin + Double(row) * Self.cell.height
    let colour = palette.colour(of: run.styles)
    return run.pieces.map { column, text in
      let x = Self.margin + Double(column) * Self.cell.width
      let width = Double(text.count) * Self.cell.width
      if let block = text.first, "█░".contains(block) {
        return "<rect x=\"\(c(x))\" y=\"\(c(top + 3))\" width=\"\(c(width))\""
          + " height=\"\(c(Self.cell.height - 6))\" fill=\"\(colour)\""
          + (block == "░" ? " fill-opacity=\"0.25\"/>" : "/>")
      }
      let weight = run.styles.contains("1") ? " font-weight=\"700\"" : ""
      return "<text x=\"\(c(x))\" y=\"\(c(top + 14))\" textLength=\"\(c(width))\""
        + " lengthAdjust=\"spacingAndGlyphs\" fill=\"\(colour)\"\(weight)>"
        + "\(escapedForHTML(text))</text>"
    }
  }

  // MARK: Colours

  private struct Palette {
    let page, border, ink, muted: String
    /// By the number that asks for it in an escape sequence.
    let colours: [String: String]

    func colour(of styles: [String]) -> String {
      styles.compactMap { colours[$0] }.first ?? (styles.contains("2") ? muted : ink)
    }
  }

  /// Each colour has a contrast of 4.5 at least with its page.
  private static func palette(_ look: Look) -> Palette {
    switch look {
    case .light:
      Palette(
        page: "#ffffff", border: "#d8dee4", ink: "#1f2328", muted: "#57606a",
        colours: ["31": "#cf222e", "32": "#116329", "33": "#7d4e00", "35": "#8e2f9e"])
    case .dark:
      Palette(
        page: "#0f141b", border: "#2d343d", ink: "#e6edf3", muted: "#9da7b3",
        colours: ["31": "#ff7b72", "32": "#56d364", "33": "#e3b341", "35": "#d2a8ff"])
    }
  }

  // MARK: Text

  private static func coordinate(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

/// Characters of one line that are shown in one style.
struct TerminalRun: Equatable {
  let column: Int
  let text: String
  /// The numbers of its escape sequence.
  let styles: [String]

  /// The runs of a line, its sequences `ESC [ … m` read away.
  static func runs(of line: String) -> [TerminalRun] {
    var column = 0
    return line.matches(of: /(?:\u{1B}\[([0-9;]*)m|^)([^\u{1B}]*)/).compactMap { match in
      let (_, styles, text) = match.output
      defer { column += text.count }
      if text.isEmpty { return nil }
      return TerminalRun(
        column: column, text: String(text),
        styles: (styles ?? "").split(separator: ";").map(String.init).filter { $0 != "0" })
    }
  }

  /// Its words with their columns: nothing is drawn for spaces, and blocks stand apart by kind.
  var pieces: [(column: Int, text: String)] {
    text.matches(of: /█+|░+|[^ █░]+/).map { match in
      let offset = text.distance(from: text.startIndex, to: match.range.lowerBound)
      return (column + offset, String(match.output))
    }
  }
}
