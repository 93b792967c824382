import Course

/// The picture of an LSTM cell: the conveyor along the top, the gates that act on it below.
///
/// It is drawn by hand, in coordinates, and shows no data; the colours are those of the charts.
func lstmCellDiagram() -> String {
  let elements = wires + nodes + labels
  return """
    <svg xmlns="http://www.w3.org/2000/svg" id="lstm-cell" viewBox="0 0 720 360" width="720" \
    height="360" role="img" aria-labelledby="lstm-cell-title lstm-cell-desc">
    <title id="lstm-cell-title">One step of an LSTM cell</title>
    <desc id="lstm-cell-desc">The old cell state runs along the top, from left to right. It is \
    multiplied by the forget gate f, then the product of the input gate i and the candidate g is \
    added, and it leaves as the new cell state. A branch of it goes through tanh and is multiplied \
    by the output gate o; that is the new hidden state. All four gates are computed from the input \
    and the old hidden state, which enter at the bottom left.</desc>
    <style>
    \(styleSheet)
    </style>
    \(elements.joined(separator: "\n"))
    </svg>

    """
}

private let styleSheet = """
  #lstm-cell{max-width:100%;height:auto}
  #lstm-cell text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;\
  font-size:15px;fill:#1f2328;text-anchor:middle}
  #lstm-cell .note{font-size:12.5px;fill:#57606a}
  #lstm-cell .card{fill:#ffffff;stroke:#d8dee4}
  #lstm-cell .node{fill:#ffffff;stroke:#57606a;stroke-width:1.5}
  #lstm-cell .wire{fill:none;stroke:#57606a;stroke-width:1.5}
  #lstm-cell .belt{fill:none;stroke:#0b62c4;stroke-width:5}
  #lstm-cell .tip{fill:#57606a}
  #lstm-cell .belt-tip{fill:#0b62c4}
  @media (prefers-color-scheme:dark){
  #lstm-cell text{fill:#e6edf3}
  #lstm-cell .note{fill:#9da7b3}
  #lstm-cell .card,#lstm-cell .node{fill:#0f141b}
  #lstm-cell .card{stroke:#2d343d}
  #lstm-cell .node,#lstm-cell .wire{stroke:#9da7b3}
  #lstm-cell .belt{stroke:#6cb2ff}
  #lstm-cell .tip{fill:#9da7b3}
  #lstm-cell .belt-tip{fill:#6cb2ff}
  }
  """

// MARK: - Places

private let beltHeight = 80
private let gateHeight = 236
private let busHeight = 304
private let gates = [
  (x: 190, name: "f", activation: "σ"), (x: 290, name: "i", activation: "σ"),
  (x: 380, name: "g", activation: "tanh"), (x: 500, name: "o", activation: "σ"),
]
/// Where the candidate meets the input gate, and where the sum of both meets the belt.
private let writeAt = (x: 335, y: 158)
private let showAt = (x: 590, y: 236)

private var wires: [String] {
  [
    "<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"719\" height=\"359\" rx=\"8\"/>",
    path("M60 \(beltHeight)H646", "belt"),
    tip(x: 660, y: beltHeight, "belt-tip", pointing: .right),
    // Input and old hidden state, to all four gates.
    path("M60 \(busHeight)H500", "wire"),
    path("M110 330V\(busHeight)", "wire"),
  ]
    + gates.map { path("M\($0.x) \(busHeight)V\(gateHeight + 20)", "wire") }
    + gates.map { tip(x: $0.x, y: gateHeight + 18, "tip", pointing: .up) }
    + [
      path("M190 \(gateHeight - 18)V\(beltHeight + 24)", "wire"),
      tip(x: 190, y: beltHeight + 18, "tip", pointing: .up),
      path("M290 \(gateHeight - 18)V\(writeAt.y)H\(writeAt.x - 24)", "wire"),
      tip(x: writeAt.x - 16, y: writeAt.y, "tip", pointing: .right),
      path("M380 \(gateHeight - 18)V\(writeAt.y)H\(writeAt.x + 24)", "wire"),
      tip(x: writeAt.x + 16, y: writeAt.y, "tip", pointing: .left),
      path("M\(writeAt.x) \(writeAt.y - 16)V\(beltHeight + 24)", "wire"),
      tip(x: writeAt.x, y: beltHeight + 18, "tip", pointing: .up),
      // From the belt through tanh and the output gate to the hidden state.
      path("M\(showAt.x) \(beltHeight)V\(showAt.y - 24)", "wire"),
      tip(x: showAt.x, y: showAt.y - 16, "tip", pointing: .down),
      path("M518 \(showAt.y)H\(showAt.x - 24)", "wire"),
      tip(x: showAt.x - 16, y: showAt.y, "tip", pointing: .right),
      path("M\(showAt.x + 16) \(showAt.y)H652", "wire"),
      tip(x: 660, y: showAt.y, "tip", pointing: .right),
    ]
}

private var nodes: [String] {
  gates.map { box(x: $0.x, y: gateHeight, width: 48, $0.activation) }
    + [
      disc(x: 190, y: beltHeight, "×"), disc(x: writeAt.x, y: beltHeight, "+"),
      disc(x: writeAt.x, y: writeAt.y, "×"), disc(x: showAt.x, y: showAt.y, "×"),
      box(x: showAt.x, y: 150, width: 52, "tanh"),
    ]
}

private var labels: [String] {
  [
    text("c(t−1)", x: 60, y: beltHeight - 16), text("c(t)", x: 650, y: beltHeight - 16),
    text("h(t−1)", x: 44, y: busHeight - 12), text("x(t)", x: 110, y: 347),
    text("h(t)", x: 650, y: showAt.y - 14), text("keep", x: 190, y: 42, "note"),
    text("write", x: writeAt.x, y: 42, "note"), text("show", x: showAt.x, y: 42, "note"),
    text("f", x: 176, y: 205), text("i", x: 278, y: 205), text("g", x: 394, y: 205),
    text("o", x: 540, y: showAt.y - 10),
  ]
}

// MARK: - Elements

private enum Direction { case up, down, left, right }

private func path(_ data: String, _ name: String) -> String {
  "<path class=\"\(name)\" d=\"\(data)\"/>"
}

/// An arrow's head with its point at (x, y).
private func tip(x: Int, y: Int, _ name: String, pointing direction: Direction) -> String {
  let (long, wide) = name == "belt-tip" ? (16, 9) : (9, 5)
  let corners =
    switch direction {
    case .up: "l\(-wide) \(long)h\(2 * wide)z"
    case .down: "l\(-wide) \(-long)h\(2 * wide)z"
    case .left: "l\(long) \(-wide)v\(2 * wide)z"
    case .right: "l\(-long) \(-wide)v\(2 * wide)z"
    }
  return path("M\(x) \(y)\(corners)", name)
}

private func disc(x: Int, y: Int, _ sign: String) -> String {
  "<circle class=\"node\" cx=\"\(x)\" cy=\"\(y)\" r=\"16\"/>" + text(sign, x: x, y: y + 5)
}

private func box(x: Int, y: Int, width: Int, _ name: String) -> String {
  "<rect class=\"node\" x=\"\(x - width / 2)\" y=\"\(y - 18)\" width=\"\(width)\" height=\"36\" "
    + "rx=\"5\"/>" + text(name, x: x, y: y + 5)
}

private func text(_ text: String, x: Int, y: Int, _ name: String? = nil) -> String {
  "<text\(name.map { " class=\"\($0)\"" } ?? "") x=\"\(x)\" y=\"\(y)\">\(text)</text>"
}
