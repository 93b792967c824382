/// The colours of a figure's parts, on light and on dark pages.
enum Theme {
  /// Each part's class, the CSS property that it sets, and its colours. A page may set
  /// `--plot-NAME` to override one, for a switch of its own between light and dark.
  static let parts: [(name: String, property: String, light: String, dark: String)] = [
    ("card", "fill", "#ffffff", "#0f141b"),
    ("border", "stroke", "#d8dee4", "#2d343d"),
    ("ink", "fill", "#1f2328", "#e6edf3"),
    ("muted", "fill", "#57606a", "#9da7b3"),
    ("grid", "stroke", "#e7ebf0", "#232a33"),
    ("axis", "stroke", "#8c959f", "#6e7681"),
    ("halo", "stroke", "#ffffff", "#0f141b"),
  ]

  /// The colours of series, in order. Each has a contrast of at least 4.5 with its card, so that
  /// a label may wear it; dashes and markers tell the series apart where colours do not.
  static let series: [(light: String, dark: String)] = [
    ("#0b62c4", "#6cb2ff"),
    ("#b84a00", "#ffa05c"),
    ("#00776a", "#3fd0b0"),
    ("#8e2f9e", "#ae70dc"),
    ("#5c3d00", "#e3c850"),
    ("#3a424c", "#d5dce3"),
  ]

  static let dashes: [String?] = [nil, "8 4", "3 3", "10 3 3 3", "12 3 3 3 3 3", "3 6"]

  static func seriesClass(_ index: Int) -> String { "s\(seriesNumber(index))" }

  static func seriesNumber(_ index: Int) -> Int {
    let count = series.count
    return ((index % count) + count) % count + 1
  }

  /// The style sheet of one figure; every rule is confined to the figure's id.
  static func styleSheet(id: String, hasShades: Bool) -> String {
    let scope = "#" + id
    var rules = [
      "\(scope){max-width:100%;height:auto}",
      "\(scope) text{font-family:system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,sans-serif}",
    ]
    for style in TextStyle.allCases {
      let isBold = style == .title || style == .heading
      rules.append(
        "\(scope) .\(style.rawValue){font-size:\(NumberText.coordinate(style.size))px"
          + (isBold ? ";font-weight:600}" : "}"))
    }
    rules += [
      "\(scope) .grid,\(scope) .axis,\(scope) .border{fill:none;stroke-width:1}",
      "\(scope) .line{fill:none;stroke-width:2;stroke-linejoin:round}",
      "\(scope) .leader{fill:none;stroke-width:1;stroke-opacity:.6}",
      "\(scope) .mark{stroke-width:1.5}",
      "\(scope) .minus{fill:none;stroke-opacity:.7;stroke-width:1.2}",
    ]
    rules += colours(scope: scope, \.light, series: \.light, plain: true)
    rules.append("@media (prefers-color-scheme:dark){")
    rules += colours(scope: scope, \.dark, series: \.dark, plain: false)
    if hasShades {
      rules += ["\(scope) .cell{fill:var(--dark)}", "\(scope) .minus{stroke:var(--dark)}"]
    }
    rules.append("}")
    return rules.joined(separator: "\n")
  }

  /// Viewers that do not know `var()` take the plain declaration before it.
  private static func colours(
    scope: String,
    _ colour: KeyPath<(name: String, property: String, light: String, dark: String), String>,
    series seriesColour: KeyPath<(light: String, dark: String), String>, plain: Bool
  ) -> [String] {
    func declaration(_ property: String, _ name: String, _ value: String) -> String {
      (plain ? "\(property):\(value);" : "") + "\(property):var(--plot-\(name),\(value))"
    }
    var rules = parts.map { part in
      "\(scope) .\(part.name){\(declaration(part.property, part.name, part[keyPath: colour]))}"
    }
    for (index, pair) in series.enumerated() {
      let value = pair[keyPath: seriesColour]
      let name = "s\(index + 1)"
      rules.append("\(scope) .\(name){\(declaration("stroke", name, value))}")
      rules.append("\(scope) .f\(index + 1){\(declaration("fill", name, value))}")
    }
    return rules
  }
}
