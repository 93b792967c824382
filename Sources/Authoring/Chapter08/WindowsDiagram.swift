import Course

/// The picture of a text that is cut into two rows and two windows: "banana bandana", as in the
/// first pages of chapter 08. It is drawn by hand, in coordinates.
func windowsDiagram() -> String {
  """
  <svg xmlns="http://www.w3.org/2000/svg" id="windows" viewBox="0 0 720 372" width="720" \
  height="372" role="img" aria-labelledby="windows-title windows-desc">
  <title id="windows-title">A text in two rows and two windows</title>
  <desc id="windows-desc">On top the fourteen characters of "banana bandana". The first six are \
  read by row 0, the next six by row 1, the thirteenth is only predicted, the last is left over. \
  Below, window 0 with four steps of both rows and window 1 with two; under each character stands \
  the one to be predicted. Arrows carry the state of each row from window 0 to the same row of \
  window 1; the gradient does not cross.</desc>
  <style>
  \(styleSheet)
  </style>
  \((frame + strip + windows + seam).joined(separator: "\n"))
  </svg>

  """
}

private let styleSheet = """
  #windows{max-width:100%;height:auto}
  #windows text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;\
  font-size:15px;fill:#1f2328;text-anchor:middle}
  #windows text.symbol{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:17px}
  #windows text.note{font-size:12.5px;fill:#57606a}
  #windows text.target{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px;\
  fill:#57606a}
  #windows .card{fill:#ffffff;stroke:#d8dee4}
  #windows .plain{fill:none;stroke:#57606a;stroke-dasharray:3 3}
  #windows .first{fill:#0b62c4;fill-opacity:.14;stroke:#0b62c4}
  #windows .second{fill:#b84a00;fill-opacity:.14;stroke:#b84a00}
  #windows .edge{stroke:#57606a;stroke-width:1.5;stroke-dasharray:5 4}
  #windows .state{fill:none;stroke:#00776a;stroke-width:2.5}
  #windows .tip,#windows text.state-name{fill:#00776a}
  #windows text.state-name{font-size:12.5px}
  @media (prefers-color-scheme:dark){
  #windows text{fill:#e6edf3}
  #windows text.note,#windows text.target{fill:#9da7b3}
  #windows .card{fill:#0f141b;stroke:#2d343d}
  #windows .plain,#windows .edge{stroke:#9da7b3}
  #windows .first{fill:#6cb2ff;stroke:#6cb2ff}
  #windows .second{fill:#ffa05c;stroke:#ffa05c}
  #windows .state{stroke:#3fd0b0}
  #windows .tip,#windows text.state-name{fill:#3fd0b0}
  }
  """

private let characters = "banana␣bandana".map { String($0) }
private let side = 40
private let rowTops = [186, 282]

private var frame: [String] {
  ["<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"719\" height=\"371\" rx=\"8\"/>"]
}

/// The text as it stands, each character in the colour of the row that reads it.
private var strip: [String] {
  characters.enumerated().flatMap { place, character in
    cell(
      character, x: 80 + place * side, y: 40,
      place < 6 ? "first" : place < 12 ? "second" : "plain")
  } + [
    text("row 0 reads", x: 80 + 3 * side, y: 100, "note"),
    text("row 1 reads", x: 80 + 9 * side, y: 100, "note"),
    text("only predicted", x: 542, y: 28, "note"),
    text("left over", x: 640, y: 28, "note"),
  ]
}

private var windows: [String] {
  [
    text("window 0, four steps", x: 120 + 2 * side, y: 150),
    text("window 1, two steps", x: 470 + side, y: 150),
    text("row 0", x: 50, y: rowTops[0] + 26), text("row 1", x: 50, y: rowTops[1] + 26),
    text("reads", x: 95, y: rowTops[0] + 26, "note"),
    text("predicts", x: 92, y: rowTops[0] + 58, "note"),
    text("reads", x: 95, y: rowTops[1] + 26, "note"),
    text("predicts", x: 92, y: rowTops[1] + 58, "note"),
  ]
    + (0..<2).flatMap { row in
      (0..<6).flatMap { step in
        let x = step < 4 ? 120 + step * side : 470 + (step - 4) * side
        let place = 6 * row + step
        return cell(characters[place], x: x, y: rowTops[row], row == 0 ? "first" : "second")
          + [text(characters[place + 1], x: x + side / 2, y: rowTops[row] + 58, "target")]
      }
    }
}

/// What passes from window 0 to window 1, and what does not.
private var seam: [String] {
  ["<line class=\"edge\" x1=\"375\" y1=\"136\" x2=\"375\" y2=\"340\"/>"]
    + rowTops.flatMap { top in
      [
        "<path class=\"state\" d=\"M290 \(top + side / 2)H456\"/>",
        "<path class=\"tip\" d=\"M466 \(top + side / 2)l-10 -6v12z\"/>",
        text("state", x: 330, y: top + side / 2 - 8, "state-name"),
      ]
    }
    + [text("the gradient stops here", x: 375, y: 358, "note")]
}

private func cell(_ character: String, x: Int, y: Int, _ name: String) -> [String] {
  [
    "<rect class=\"\(name)\" x=\"\(x + 2)\" y=\"\(y)\" width=\"\(side - 4)\" height=\"\(side)\" "
      + "rx=\"5\"/>",
    text(character, x: x + side / 2, y: y + 26, "symbol"),
  ]
}

private func text(_ text: String, x: Int, y: Int, _ name: String? = nil) -> String {
  "<text\(name.map { " class=\"\($0)\"" } ?? "") x=\"\(x)\" y=\"\(y)\">\(text)</text>"
}
