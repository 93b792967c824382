/// The picture of an LSTM cell: the conveyor along the top, the gates that act on it below.
extension Drawing {
  static var lstmCell: Drawing {
    Drawing(
      id: "lstm-cell", title: "One step of an LSTM cell",
      description: "The old cell state runs along the top, from left to right. It is multiplied "
        + "by the forget gate f, then the product of the input gate i and the candidate g is "
        + "added, and it leaves as the new cell state. A branch of it goes through tanh and is "
        + "multiplied by the output gate o; that is the new hidden state. All four gates are "
        + "computed from the input and the old hidden state, which enter at the bottom left.",
      height: 360,
      style: """
        .note{font-size:12.5px;fill:#57606a}
        .card{fill:#ffffff;stroke:#d8dee4}
        .node{fill:#ffffff;stroke:#57606a;stroke-width:1.5}
        .wire{fill:none;stroke:#57606a;stroke-width:1.5}
        .belt{fill:none;stroke:#0b62c4;stroke-width:5}
        .tip{fill:#57606a}
        .belt-tip{fill:#0b62c4}
        """,
      darkStyle: """
        .note{fill:#9da7b3}
        .card,.node{fill:#0f141b}
        .card{stroke:#2d343d}
        .node,.wire{stroke:#9da7b3}
        .belt{stroke:#6cb2ff}
        .tip{fill:#9da7b3}
        .belt-tip{fill:#6cb2ff}
        """,
      elements: wires + nodes + labels)
  }

  private static let (beltHeight, gateHeight, busHeight) = (80, 236, 304)
  private static let gates = [
    (x: 190, activation: "σ"), (x: 290, activation: "σ"), (x: 380, activation: "tanh"),
    (x: 500, activation: "σ"),
  ]
  /// Where the candidate meets the input gate, and where the belt's tanh meets the output gate.
  private static let (writeAt, showAt) = ((x: 335, y: 158), (x: 590, y: 236))

  private static var wires: [String] {
    [
      path("M60 \(beltHeight)H646", "belt"),
      head(x: 660, y: beltHeight, .right, "belt-tip", long: 16, wide: 9),
      // Input and old hidden state, to all four gates.
      path("M60 \(busHeight)H500", "wire"), path("M110 330V\(busHeight)", "wire"),
    ]
      + gates.map { path("M\($0.x) \(busHeight)V\(gateHeight + 20)", "wire") }
      + gates.map { head(x: $0.x, y: gateHeight + 18, .up) }
      + [
        path("M190 \(gateHeight - 18)V\(beltHeight + 24)", "wire"),
        head(x: 190, y: beltHeight + 18, .up),
        path("M290 \(gateHeight - 18)V\(writeAt.y)H\(writeAt.x - 24)", "wire"),
        head(x: writeAt.x - 16, y: writeAt.y, .right),
        path("M380 \(gateHeight - 18)V\(writeAt.y)H\(writeAt.x + 24)", "wire"),
        head(x: writeAt.x + 16, y: writeAt.y, .left),
        path("M\(writeAt.x) \(writeAt.y - 16)V\(beltHeight + 24)", "wire"),
        head(x: writeAt.x, y: beltHeight + 18, .up),
        // From the belt through tanh and the output gate to the hidden state.
        path("M\(showAt.x) \(beltHeight)V\(showAt.y - 24)", "wire"),
        head(x: showAt.x, y: showAt.y - 16, .down),
        path("M518 \(showAt.y)H\(showAt.x - 24)", "wire"),
        head(x: showAt.x - 16, y: showAt.y, .right),
        path("M\(showAt.x + 16) \(showAt.y)H652", "wire"), head(x: 660, y: showAt.y, .right),
      ]
  }

  private static var nodes: [String] {
    gates.map { named(x: $0.x, y: gateHeight, width: 48, $0.activation) }
      + [
        disc(x: 190, y: beltHeight, "×"), disc(x: writeAt.x, y: beltHeight, "+"),
        disc(x: writeAt.x, y: writeAt.y, "×"), disc(x: showAt.x, y: showAt.y, "×"),
        named(x: showAt.x, y: 150, width: 52, "tanh"),
      ]
  }

  private static var labels: [String] {
    [
      text("c(t−1)", x: 60, y: beltHeight - 16), text("c(t)", x: 650, y: beltHeight - 16),
      text("h(t−1)", x: 44, y: busHeight - 12), text("x(t)", x: 110, y: 347),
      text("h(t)", x: 650, y: showAt.y - 14), text("keep", x: 190, y: 42, "note"),
      text("write", x: writeAt.x, y: 42, "note"), text("show", x: showAt.x, y: 42, "note"),
      text("f", x: 176, y: 205), text("i", x: 278, y: 205), text("g", x: 394, y: 205),
      text("o", x: 540, y: showAt.y - 10),
    ]
  }

  // MARK: Elements

  private enum Direction { case up, down, left, right }

  /// An arrow's head with its point at (x, y).
  private static func head(
    x: Int, y: Int, _ direction: Direction, _ name: String = "tip", long: Int = 9, wide: Int = 5
  ) -> String {
    let corners =
      switch direction {
      case .up: "l\(-wide) \(long)h\(2 * wide)z"
      case .down: "l\(-wide) \(-long)h\(2 * wide)z"
      case .left: "l\(long) \(-wide)v\(2 * wide)z"
      case .right: "l\(-long) \(-wide)v\(2 * wide)z"
      }
    return path("M\(x) \(y)\(corners)", name)
  }

  private static func disc(x: Int, y: Int, _ sign: String) -> String {
    circle(x: x, y: y, radius: 16) + text(sign, x: x, y: y + 5)
  }

  private static func named(x: Int, y: Int, width: Int, _ name: String) -> String {
    box(x: x, y: y, width: width, height: 36, radius: 5) + text(name, x: x, y: y + 5)
  }
}
