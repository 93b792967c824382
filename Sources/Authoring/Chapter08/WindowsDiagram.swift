/// The picture of a text that is cut into two rows and two windows: "banana bandana", as in the
/// first pages of chapter 08.
extension Drawing {
  static var windows: Drawing {
    Drawing(
      id: "windows", title: "A text in two rows and two windows",
      description: "On top the fourteen characters of \"banana bandana\". The first six are read "
        + "by row 0, the next six by row 1, the thirteenth is only predicted, the last is left "
        + "over. Below, window 0 with four steps of both rows and window 1 with two; under each "
        + "character stands the one to be predicted. Arrows carry the state of each row from "
        + "window 0 to the same row of window 1; the gradient does not cross.",
      height: 372,
      style: """
        text.symbol{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:17px}
        text.note{font-size:12.5px;fill:#57606a}
        text.target{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px;fill:#57606a}
        .card{fill:#ffffff;stroke:#d8dee4}
        .plain{fill:none;stroke:#57606a;stroke-dasharray:3 3}
        .first{fill:#0b62c4;fill-opacity:.14;stroke:#0b62c4}
        .second{fill:#b84a00;fill-opacity:.14;stroke:#b84a00}
        .edge{stroke:#57606a;stroke-width:1.5;stroke-dasharray:5 4}
        .state{fill:none;stroke:#00776a;stroke-width:2.5}
        .tip,text.state-name{fill:#00776a}
        text.state-name{font-size:12.5px}
        """,
      darkStyle: """
        text.note,text.target{fill:#9da7b3}
        .card{fill:#0f141b;stroke:#2d343d}
        .plain,.edge{stroke:#9da7b3}
        .first{fill:#6cb2ff;stroke:#6cb2ff}
        .second{fill:#ffa05c;stroke:#ffa05c}
        .state{stroke:#3fd0b0}
        .tip,text.state-name{fill:#3fd0b0}
        """,
      elements: strip + rows + seam)
  }

  private static let characters = "banana␣bandana".map { String($0) }
  private static let side = 40
  private static let rowTops = [186, 282]

  /// The text as it stands, each character in the colour of the row that reads it.
  private static var strip: [String] {
    characters.enumerated().flatMap { place, character in
      cell(
        character, x: 80 + place * side, y: 40,
        place < 6 ? "first" : place < 12 ? "second" : "plain")
    } + [
      text("row 0 reads", x: 80 + 3 * side, y: 100, "note"),
      text("row 1 reads", x: 80 + 9 * side, y: 100, "note"),
      text("only predicted", x: 542, y: 28, "note"), text("left over", x: 640, y: 28, "note"),
    ]
  }

  private static var rows: [String] {
    [
      text("window 0, four steps", x: 120 + 2 * side, y: 150),
      text("window 1, two steps", x: 470 + side, y: 150),
      text("row 0", x: 50, y: rowTops[0] + 26), text("row 1", x: 50, y: rowTops[1] + 26),
    ]
      + rowTops.flatMap { top in
        [
          text("reads", x: 95, y: top + 26, "note"),
          text("predicts", x: 92, y: top + 58, "note"),
        ]
      }
      + rowTops.enumerated().flatMap { row, top in
        (0..<6).flatMap { step in
          let x = step < 4 ? 120 + step * side : 470 + (step - 4) * side
          let place = 6 * row + step
          return cell(characters[place], x: x, y: top, row == 0 ? "first" : "second")
            + [text(characters[place + 1], x: x + side / 2, y: top + 58, "target")]
        }
      }
  }

  /// What passes from window 0 to window 1, and what does not.
  private static var seam: [String] {
    ["<line class=\"edge\" x1=\"375\" y1=\"136\" x2=\"375\" y2=\"340\"/>"]
      + rowTops.map { $0 + side / 2 }.flatMap { y in
        [
          path("M290 \(y)H456", "state"), path("M466 \(y)l-10 -6v12z", "tip"),
          text("state", x: 330, y: y - 8, "state-name"),
        ]
      } + [text("the gradient stops here", x: 375, y: 358, "note")]
  }

  private static func cell(_ character: String, x: Int, y: Int, _ name: String) -> [String] {
    let (middle, height) = (x + side / 2, side)
    return [
      box(x: middle, y: y + side / 2, width: side - 4, height: height, name, radius: 5),
      text(character, x: middle, y: y + 26, "symbol"),
    ]
  }
}
