import Course

/// A picture drawn by hand, in coordinates, on a card of its own. It shows no data; the colours are
/// those of the charts.
struct Drawing {
  let id, title, description: String
  let height: Int
  /// The rules of its style sheet, one a line, as if nothing else stood on the page; and those that
  /// a dark page exchanges.
  let style, darkStyle: String
  /// What stands on the card, in SVG.
  let elements: [String]

  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" id="\(id)" viewBox="0 0 720 \(height)" width="720" \
    height="\(height)" role="img" aria-labelledby="\(id)-title \(id)-desc">
    <title id="\(id)-title">\(title)</title>
    <desc id="\(id)-desc">\(description)</desc>
    <style>
    #\(id){max-width:100%;height:auto}
    #\(id) text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;\
    font-size:15px;fill:#1f2328;text-anchor:middle}
    \(scoped(style))
    @media (prefers-color-scheme:dark){
    #\(id) text{fill:#e6edf3}
    \(scoped(darkStyle))
    }
    </style>
    <rect class="card" x="0.5" y="0.5" width="719" height="\(height - 1)" rx="8"/>
    \(elements.joined(separator: "\n"))
    </svg>

    """
  }

  /// The rules, each of whose selectors finds only what is in this drawing.
  private func scoped(_ rules: String) -> String {
    rules.lines.map { rule in
      let parts = rule.split(separator: "{")
      let selectors = parts[0].split(separator: ",").map { "#\(id) \($0)" }
      return "\(selectors.joined(separator: ",")){\(parts[1])"
    }.joined(separator: "\n")
  }
}

// `name` is a class of the style sheet.
extension Drawing {
  static func path(_ data: String, _ name: String) -> String {
    "<path class=\"\(name)\" d=\"\(data)\"/>"
  }

  /// An arrow's head with its point at (x, y); it points to the right, turned clockwise by degrees.
  static func tip(x: Int, y: Int, _ name: String, turned degrees: Int, half: Int = 6) -> String {
    "<path class=\"\(name)\" transform=\"translate(\(x) \(y)) rotate(\(degrees))\" "
      + "d=\"M0 0l-10 -\(half)v\(2 * half)z\"/>"
  }

  static func text(_ text: String, x: Int, y: Int, _ name: String? = nil) -> String {
    "<text\(name.map { " class=\"\($0)\"" } ?? "") x=\"\(x)\" y=\"\(y)\">\(text)</text>"
  }

  /// A letter with another one lowered behind it.
  static func indexed(_ letter: String, _ index: String) -> String {
    "\(letter)<tspan dy=\"4\" font-size=\"11\">\(index)</tspan>"
  }

  /// A rounded rectangle around (x, y).
  static func box(
    x: Int, y: Int, width: Int, height: Int, _ name: String = "node", radius: Int = 6
  ) -> String {
    "<rect class=\"\(name)\" x=\"\(x - width / 2)\" y=\"\(y - height / 2)\" width=\"\(width)\" "
      + "height=\"\(height)\" rx=\"\(radius)\"/>"
  }

  static func circle(x: Int, y: Int, radius: Int, _ name: String = "node") -> String {
    "<circle class=\"\(name)\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"/>"
  }
}
