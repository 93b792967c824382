import Course

/// The picture of a recurrent network, once as a loop and once unrolled over three steps.
///
/// It is drawn by hand, in coordinates, and shows no data. One colour is one set of weights; the
/// colours are those of the charts.
func unrollingDiagram() -> String {
  """
  <svg xmlns="http://www.w3.org/2000/svg" id="unrolling" viewBox="0 0 720 340" width="720" \
  height="340" role="img" aria-labelledby="unrolling-title unrolling-desc">
  <title id="unrolling-title">A recurrent network, folded and unrolled</title>
  <desc id="unrolling-desc">On the left one cell: the input enters from below through the weights \
  W, the logits leave at the top through the output weights, and an arrow marked U leads from the \
  cell back into itself. On the right the same cell three times in a row: the state h(0) enters \
  the first from the left, and an arrow marked U leads from each cell to the next. W, U and the \
  output weights have the same colours everywhere, since they are the same numbers.</desc>
  <style>
  \(styleSheet)
  </style>
  \((frame + loop + steps).joined(separator: "\n"))
  </svg>

  """
}

private let styleSheet = """
  #unrolling{max-width:100%;height:auto}
  #unrolling text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;\
  font-size:15px;fill:#1f2328;text-anchor:middle}
  #unrolling .note{font-size:12.5px;fill:#57606a}
  #unrolling .card{fill:#ffffff;stroke:#d8dee4}
  #unrolling .cell{fill:#ffffff;stroke:#57606a;stroke-width:1.5}
  #unrolling .rule{stroke:#d8dee4;stroke-width:1}
  #unrolling .input,#unrolling .state,#unrolling .output{fill:none;stroke-width:2.5}
  #unrolling .input{stroke:#00776a}
  #unrolling .state{stroke:#0b62c4}
  #unrolling .output{stroke:#b84a00}
  #unrolling .input-tip,#unrolling text.input-name{fill:#00776a}
  #unrolling .state-tip,#unrolling text.state-name{fill:#0b62c4}
  #unrolling .output-tip,#unrolling text.output-name{fill:#b84a00}
  @media (prefers-color-scheme:dark){
  #unrolling text{fill:#e6edf3}
  #unrolling .note{fill:#9da7b3}
  #unrolling .card,#unrolling .cell{fill:#0f141b}
  #unrolling .card,#unrolling .rule{stroke:#2d343d}
  #unrolling .cell{stroke:#9da7b3}
  #unrolling .input{stroke:#3fd0b0}
  #unrolling .state{stroke:#6cb2ff}
  #unrolling .output{stroke:#ffa05c}
  #unrolling .input-tip,#unrolling text.input-name{fill:#3fd0b0}
  #unrolling .state-tip,#unrolling text.state-name{fill:#6cb2ff}
  #unrolling .output-tip,#unrolling text.output-name{fill:#ffa05c}
  }
  """

// MARK: - Parts

private let middle = 180
private let half = 27

private var frame: [String] {
  [
    "<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"719\" height=\"339\" rx=\"8\"/>",
    "<line class=\"rule\" x1=\"222\" y1=\"24\" x2=\"222\" y2=\"316\"/>",
    text("the loop", x: 104, y: 36, "note"),
    text("the same loop, unrolled over three steps", x: 470, y: 36, "note"),
  ]
}

private var loop: [String] {
  let x = 90
  return column(at: x, time: "t")
    + [
      path(
        "M\(x + half) \(middle - 10)C\(x + 90) \(middle - 30) \(x + 90) \(middle + 30) "
          + "\(x + half + 10) \(middle + 11)", "state"),
      tip(x: x + half, y: middle + 8, "state-tip", turned: 200),
      text("U", x: x + 92, y: middle + 6, "state-name"),
    ]
}

private var steps: [String] {
  let columns = [350, 470, 590]
  let arrows = [
    (260, columns[0]), (columns[0] + half, columns[1]), (columns[1] + half, columns[2]),
  ]
  return columns.enumerated().flatMap { column(at: $0.element, time: "\($0.offset + 1)") }
    + arrows.flatMap { from, to in
      [
        path("M\(from) \(middle)H\(to - half - 9)", "state"),
        tip(x: to - half, y: middle, "state-tip", turned: 0),
        text("U", x: (from + to - half) / 2 - 3, y: middle + 22, "state-name"),
      ]
    }
    + [
      path("M\(columns[2] + half) \(middle)H671", "state"),
      tip(x: 680, y: middle, "state-tip", turned: 0),
      text("h(0)", x: 270, y: middle - 12),
      text("h(1)", x: 407, y: middle - 12),
      text("h(2)", x: 527, y: middle - 12),
      text("h(3)", x: 650, y: middle - 12),
    ]
}

/// One cell with its input below and its logits above.
private func column(at x: Int, time: String) -> [String] {
  [
    path("M\(x) 282V\(middle + half + 9)", "input"),
    tip(x: x, y: middle + half, "input-tip", turned: -90),
    text("W", x: x - 16, y: 252, "input-name"),
    text("x(\(time))", x: x, y: 306),
    path("M\(x) \(middle - half)V95", "output"),
    tip(x: x, y: 86, "output-tip", turned: -90),
    text("W<tspan dy=\"4\" font-size=\"11\">y</tspan>", x: x - 18, y: 126, "output-name"),
    text("z(\(time))", x: x, y: 74),
    "<rect class=\"cell\" x=\"\(x - half)\" y=\"\(middle - half)\" width=\"\(2 * half)\" "
      + "height=\"\(2 * half)\" rx=\"6\"/>",
    text("tanh", x: x, y: middle + 5),
  ]
}

// MARK: - Elements

private func path(_ data: String, _ name: String) -> String {
  "<path class=\"\(name)\" d=\"\(data)\"/>"
}

/// An arrow's head with its point at (x, y); it points to the right, turned clockwise by degrees.
private func tip(x: Int, y: Int, _ name: String, turned degrees: Int) -> String {
  "<path class=\"\(name)\" transform=\"translate(\(x) \(y)) rotate(\(degrees))\" "
    + "d=\"M0 0l-10 -6v12z\"/>"
}

private func text(_ text: String, x: Int, y: Int, _ name: String? = nil) -> String {
  "<text\(name.map { " class=\"\($0)\"" } ?? "") x=\"\(x)\" y=\"\(y)\">\(text)</text>"
}
