/// The picture of a recurrent network, once as a loop and once unrolled over three steps. One
/// colour is one set of weights.
extension Drawing {
  static var unrolling: Drawing {
    Drawing(
      id: "unrolling", title: "A recurrent network, folded and unrolled",
      description: "On the left one cell: the input enters from below through the weights W, the "
        + "logits leave at the top through the output weights, and an arrow marked U leads from "
        + "the cell back into itself. On the right the same cell three times in a row: the state "
        + "h(0) enters the first from the left, and an arrow marked U leads from each cell to the "
        + "next. W, U and the output weights have the same colours everywhere, since they are the "
        + "same numbers.",
      height: 340,
      style: """
        .note{font-size:12.5px;fill:#57606a}
        .card{fill:#ffffff;stroke:#d8dee4}
        .cell{fill:#ffffff;stroke:#57606a;stroke-width:1.5}
        .rule{stroke:#d8dee4;stroke-width:1}
        .input,.state,.output{fill:none;stroke-width:2.5}
        .input{stroke:#00776a}
        .state{stroke:#0b62c4}
        .output{stroke:#b84a00}
        .input-tip,text.input-name{fill:#00776a}
        .state-tip,text.state-name{fill:#0b62c4}
        .output-tip,text.output-name{fill:#b84a00}
        """,
      darkStyle: """
        .note{fill:#9da7b3}
        .card,.cell{fill:#0f141b}
        .card,.rule{stroke:#2d343d}
        .cell{stroke:#9da7b3}
        .input{stroke:#3fd0b0}
        .state{stroke:#6cb2ff}
        .output{stroke:#ffa05c}
        .input-tip,text.input-name{fill:#3fd0b0}
        .state-tip,text.state-name{fill:#6cb2ff}
        .output-tip,text.output-name{fill:#ffa05c}
        """,
      elements: heads + loop + steps)
  }

  private static let (middle, half) = (180, 27)

  private static var heads: [String] {
    [
      "<line class=\"rule\" x1=\"222\" y1=\"24\" x2=\"222\" y2=\"316\"/>",
      text("the loop", x: 104, y: 36, "note"),
      text("the same loop, unrolled over three steps", x: 470, y: 36, "note"),
    ]
  }

  private static var loop: [String] {
    let x = 90
    let way =
      "M\(x + half) \(middle - 10)C\(x + 90) \(middle - 30) \(x + 90) \(middle + 30) "
      + "\(x + half + 10) \(middle + 11)"
    return column(at: x, time: "t") + [
      path(way, "state"), tip(x: x + half, y: middle + 8, "state-tip", turned: 200),
      text("U", x: x + 92, y: middle + 6, "state-name"),
    ]
  }

  private static var steps: [String] {
    let columns = [350, 470, 590]
    let arrows = zip([260, columns[0] + half, columns[1] + half], columns)
    return columns.enumerated().flatMap { column(at: $0.element, time: "\($0.offset + 1)") }
      + arrows.flatMap { from, to in
        stateArrow(from: from, to: to - half)
          + [text("U", x: (from + to - half) / 2 - 3, y: middle + 22, "state-name")]
      } + stateArrow(from: columns[2] + half, to: 680)
      + [270, 407, 527, 650].enumerated().map { step, x in
        text("h(\(step))", x: x, y: middle - 12)
      }
  }

  private static func stateArrow(from: Int, to: Int) -> [String] {
    [
      path("M\(from) \(middle)H\(to - 9)", "state"),
      tip(x: to, y: middle, "state-tip", turned: 0),
    ]
  }

  /// One cell with its input below and its logits above.
  private static func column(at x: Int, time: String) -> [String] {
    [
      path("M\(x) 282V\(middle + half + 9)", "input"),
      tip(x: x, y: middle + half, "input-tip", turned: -90),
      text("W", x: x - 16, y: 252, "input-name"), text("x(\(time))", x: x, y: 306),
      path("M\(x) \(middle - half)V95", "output"), tip(x: x, y: 86, "output-tip", turned: -90),
      text(indexed("W", "y"), x: x - 18, y: 126, "output-name"), text("z(\(time))", x: x, y: 74),
      box(x: x, y: middle, width: 2 * half, height: 2 * half, "cell"),
      text("tanh", x: x, y: middle + 5),
    ]
  }
}
