import Course

/// A picture of a computation and of the gradients that travel against it, drawn in coordinates:
/// grey is the way forward, orange the way back. The colours are those of the charts.
struct BackwardDrawing {
  let id: String
  let title: String
  let description: String
  let height: Int
  private(set) var elements: [String] = []

  enum Pass: String {
    case forward, back
  }

  init(id: String, title: String, description: String, height: Int) {
    self.id = id
    self.title = title
    self.description = description
    self.height = height
  }

  // MARK: Elements

  /// An arrow along points, each reached horizontally or vertically, with its head at the last.
  mutating func arrow(_ pass: Pass, _ points: (x: Int, y: Int)...) {
    let (last, before) = (points[points.count - 1], points[points.count - 2])
    let (dx, dy) = ((last.x - before.x).signum(), (last.y - before.y).signum())
    let line = points.dropFirst().enumerated().map { index, point in
      index == points.count - 2
        ? "L\(point.x - 9 * dx) \(point.y - 9 * dy)" : "L\(point.x) \(point.y)"
    }
    elements.append(
      "<path class=\"\(pass)\" d=\"M\(points[0].x) \(points[0].y)\(line.joined())\"/>")
    let degrees = dx > 0 ? 0 : dx < 0 ? 180 : dy > 0 ? 90 : -90
    elements.append(
      "<path class=\"\(pass)-tip\" transform=\"translate(\(last.x) \(last.y)) "
        + "rotate(\(degrees))\" d=\"M0 0l-10 -5v10z\"/>")
  }

  /// A line along points without a head.
  mutating func line(_ pass: Pass, _ points: (x: Int, y: Int)...) {
    let path = points.map { "\($0.x) \($0.y)" }.joined(separator: "L")
    elements.append("<path class=\"\(pass)\" d=\"M\(path)\"/>")
  }

  /// Words at a place; `name` is a class of the style sheet.
  mutating func text(
    _ text: String, x: Int, y: Int, _ name: String? = nil, from start: Bool = false
  ) {
    let classes = [name, start ? "start" : nil].compactMap(\.self).joined(separator: " ")
    elements.append(
      "<text\(classes.isEmpty ? "" : " class=\"\(classes)\"") x=\"\(x)\" y=\"\(y)\">\(text)</text>")
  }

  mutating func box(x: Int, y: Int, width: Int, height: Int) {
    elements.append(
      "<rect class=\"node\" x=\"\(x - width / 2)\" y=\"\(y - height / 2)\" width=\"\(width)\" "
        + "height=\"\(height)\" rx=\"6\"/>")
  }

  mutating func disc(x: Int, y: Int, _ sign: String, adds: Bool = false) {
    elements.append(
      "<circle class=\"\(adds ? "sum" : "node")\" cx=\"\(x)\" cy=\"\(y)\" r=\"13\"/>")
    text(sign, x: x, y: y + 5, adds ? "back-word" : nil)
  }

  // MARK: The file

  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" id="\(id)" viewBox="0 0 720 \(height)" width="720" \
    height="\(height)" role="img" aria-labelledby="\(id)-title \(id)-desc">
    <title id="\(id)-title">\(title)</title>
    <desc id="\(id)-desc">\(description)</desc>
    <style>
    \(styleSheet.replacing("#ID", with: "#\(id)"))
    </style>
    <rect class="card" x="0.5" y="0.5" width="719" height="\(height - 1)" rx="8"/>
    \(elements.joined(separator: "\n"))
    </svg>

    """
  }
}

private let styleSheet = """
  #ID{max-width:100%;height:auto}
  #ID text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;\
  font-size:15px;fill:#1f2328;text-anchor:middle}
  #ID text.start{text-anchor:start}
  #ID text.note{font-size:12.5px;fill:#57606a}
  #ID text.back-word{fill:#b84a00}
  #ID .card{fill:#ffffff;stroke:#d8dee4}
  #ID .node{fill:#ffffff;stroke:#57606a;stroke-width:1.5}
  #ID .sum{fill:#ffffff;stroke:#b84a00;stroke-width:2}
  #ID .forward{fill:none;stroke:#8c959f;stroke-width:1.5}
  #ID .forward-tip{fill:#8c959f}
  #ID .back{fill:none;stroke:#b84a00;stroke-width:2.5}
  #ID .back-tip{fill:#b84a00}
  @media (prefers-color-scheme:dark){
  #ID text{fill:#e6edf3}
  #ID text.note{fill:#9da7b3}
  #ID text.back-word{fill:#ffa05c}
  #ID .card{fill:#0f141b;stroke:#2d343d}
  #ID .node{fill:#0f141b;stroke:#9da7b3}
  #ID .sum{fill:#0f141b;stroke:#ffa05c}
  #ID .forward{stroke:#6e7781}
  #ID .forward-tip{fill:#6e7781}
  #ID .back{stroke:#ffa05c}
  #ID .back-tip{fill:#ffa05c}
  }
  """
