/// A rectangle in a drawing; y grows downwards.
struct Rectangle: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }

  func inset(by margin: Double) -> Rectangle {
    Rectangle(
      x: x + margin, y: y + margin, width: max(0, width - 2 * margin),
      height: max(0, height - 2 * margin))
  }

  /// The rectangle made tall enough to leave room for a plot below `top`.
  func extended(below top: Double) -> Rectangle {
    Rectangle(x: x, y: y, width: width, height: max(height, top - y + 130))
  }

  func overlaps(_ other: Rectangle) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}

/// Sizes of text in a drawing, each a class of the style sheet.
enum TextStyle: String, CaseIterable {
  case title, heading, label, tick

  var size: Double {
    switch self {
    case .title: 16
    case .heading: 13.5
    case .label: 12.5
    case .tick: 11.5
    }
  }

  var lineHeight: Double { (size * 1.35).rounded() }
}

/// Collects the elements of a drawing, and where its texts stand.
struct Canvas {
  enum Anchor: String { case start, middle, end }

  private(set) var elements: [String] = []
  /// Whether something of the drawing wears one colour on light pages and another on dark ones.
  private(set) var hasShades = false
  /// The estimated boxes of all texts; tests hold them to be apart and inside the figure.
  private(set) var textBoxes: [(text: String, box: Rectangle)] = []

  mutating func append(_ element: String) { elements.append(element) }

  mutating func rectangle(
    _ box: Rectangle, class name: String? = nil, fill: String? = nil, shade: Shade? = nil,
    radius: Double = 0
  ) {
    let c = NumberText.coordinate
    append(
      "<rect" + Self.attribute("class", name) + shaded(shade)
        + " x=\"\(c(box.x))\" y=\"\(c(box.y))\" width=\"\(c(box.width))\""
        + " height=\"\(c(box.height))\"" + (radius > 0 ? " rx=\"\(c(radius))\"" : "")
        + Self.attribute("fill", fill) + "/>")
  }

  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), class name: String
  ) {
    let c = NumberText.coordinate
    append(
      "<line class=\"\(name)\" x1=\"\(c(start.x))\" y1=\"\(c(start.y))\""
        + " x2=\"\(c(end.x))\" y2=\"\(c(end.y))\"/>")
  }

  mutating func path(_ data: String, class name: String, dashes: String? = nil) {
    guard !data.isEmpty else { return }
    append(
      "<path class=\"\(name)\" d=\"\(data)\"" + Self.attribute("stroke-dasharray", dashes) + "/>")
  }

  /// A path that is filled with a shade, or drawn in it.
  mutating func path(_ data: String, in shade: Shade, isStroke: Bool = false) {
    guard !data.isEmpty else { return }
    append("<path\(shaded(shade, isStroke: isStroke)) d=\"\(data)\"/>")
  }

  /// Writes one line of text. `x` and `y` are the anchor on the base line; `turned` text runs
  /// upwards and ends there.
  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, style: TextStyle,
    class name: String = "ink", shade: Shade? = nil, turned: Bool = false
  ) {
    let text = Self.visible(text)
    guard !text.isEmpty else { return }
    let c = NumberText.coordinate
    let place =
      turned
      ? " transform=\"translate(\(c(x)) \(c(y))) rotate(-90)\"" : " x=\"\(c(x))\" y=\"\(c(y))\""
    append(
      "<text"
        + (shade.map { shaded($0, style.rawValue) } ?? " class=\"\(style.rawValue) \(name)\"")
        + place + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"")
        + ">\(XML.escaped(text))</text>")
    let width = TextMetrics.width(of: text, size: style.size)
    let back = anchor == .start ? 0 : anchor == .middle ? width / 2 : width
    let (ascent, descent) = (0.78 * style.size, 0.22 * style.size)
    textBoxes.append(
      (
        text,
        turned
          ? Rectangle(x: x - ascent, y: y - width + back, width: ascent + descent, height: width)
          : Rectangle(x: x - back, y: y - ascent, width: width, height: ascent + descent)
      ))
  }

  /// The attributes of what wears a shade; viewers that know no `var()` keep the light one.
  private mutating func shaded(
    _ shade: Shade?, _ other: String = "", isStroke: Bool = false
  ) -> String {
    guard let shade else { return "" }
    hasShades = true
    let name = (other.isEmpty ? "" : other + " ") + (isStroke ? "minus" : "cell")
    return " class=\"\(name)\" \(isStroke ? "stroke" : "fill")=\"\(shade.light.hexadecimal)\""
      + " style=\"--dark:\(shade.dark.hexadecimal)\""
  }

  private static func attribute(_ name: String, _ value: String?) -> String {
    value.map { " \(name)=\"\($0)\"" } ?? ""
  }

  /// White space alone would not be seen: a space becomes ␣, a line break ↵, a tab ⇥.
  static func visible(_ text: String) -> String {
    guard !text.isEmpty, text.allSatisfy(\.isWhitespace) else { return text }
    return String(text.map { $0.isNewline ? "↵" : $0 == "\t" ? "⇥" : "␣" })
  }
}

/// Text as XML allows it.
enum XML {
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
