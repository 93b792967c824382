/// Pictures of a computation and of the gradients that travel against it: grey is the way forward,
/// orange the way back.
extension Drawing {
  init(backward id: String, title: String, description: String, height: Int, _ elements: [String]) {
    self.init(
      id: id, title: title, description: description, height: height,
      style: """
        text.start{text-anchor:start}
        text.note{font-size:12.5px;fill:#57606a}
        text.back-word{fill:#b84a00}
        .card{fill:#ffffff;stroke:#d8dee4}
        .node{fill:#ffffff;stroke:#57606a;stroke-width:1.5}
        .sum{fill:#ffffff;stroke:#b84a00;stroke-width:2}
        .forward{fill:none;stroke:#8c959f;stroke-width:1.5}
        .forward-tip{fill:#8c959f}
        .back{fill:none;stroke:#b84a00;stroke-width:2.5}
        .back-tip{fill:#b84a00}
        """,
      darkStyle: """
        text.note{fill:#9da7b3}
        text.back-word{fill:#ffa05c}
        .card{fill:#0f141b;stroke:#2d343d}
        .node{fill:#0f141b;stroke:#9da7b3}
        .sum{fill:#0f141b;stroke:#ffa05c}
        .forward{stroke:#6e7781}
        .forward-tip{fill:#6e7781}
        .back{stroke:#ffa05c}
        .back-tip{fill:#ffa05c}
        """,
      elements: elements)
  }

  /// A grey arrow along points, each reached horizontally or vertically, with its head at the last.
  static func forward(_ points: (x: Int, y: Int)...) -> String { arrow("forward", points) }

  /// An orange one.
  static func back(_ points: (x: Int, y: Int)...) -> String { arrow("back", points) }

  private static func arrow(_ pass: String, _ points: [(x: Int, y: Int)]) -> String {
    let (last, before) = (points[points.count - 1], points[points.count - 2])
    let (dx, dy) = ((last.x - before.x).signum(), (last.y - before.y).signum())
    let line = points.dropLast() + [(last.x - 9 * dx, last.y - 9 * dy)]
    let degrees = dx > 0 ? 0 : dx < 0 ? 180 : dy > 0 ? 90 : -90
    return path("M" + line.map { "\($0.x) \($0.y)" }.joined(separator: "L"), pass) + "\n"
      + tip(x: last.x, y: last.y, "\(pass)-tip", turned: degrees, half: 5)
  }

  /// A gradient, in orange.
  static func gradient(_ text: String, x: Int, y: Int) -> String {
    self.text(text, x: x, y: y, "back-word")
  }

  static func note(_ text: String, x: Int, y: Int) -> String {
    self.text(text, x: x, y: y, "note")
  }

  static func times(x: Int, y: Int) -> String {
    circle(x: x, y: y, radius: 13) + "\n" + text("×", x: x, y: y + 5)
  }

  /// Where gradients are added.
  static func plus(x: Int, y: Int) -> String {
    circle(x: x, y: y, radius: 13, "sum") + "\n" + gradient("+", x: x, y: y + 5)
  }
}
