import XCTest

@testable import Plots

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads XML and keeps what tests ask about.
final class ParsedSVG: NSObject, XMLParserDelegate {
  private(set) var problem: String?
  private(set) var attributes: [String: String] = [:]
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var texts: [String] = []
  private var text = ""

  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    if !parser.parse() { problem = parser.parserError.map { "\($0)" } ?? "not XML" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    if elements.isEmpty { self.attributes = attributes }
    elements.append((name, attributes))
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if ["text", "title", "desc"].contains(name) { texts.append(text) }
  }
}

/// Numbers that look random and are the same on every run.
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Knuth's linear congruential generator; its upper bits.
  mutating func integer(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func uniform() -> Double { Double(integer(below: 1 << 30)) / Double(1 << 30) }

  mutating func name() -> String {
    let letters = Array("abcdefgh iWmλ<&é")
    return String(
      (0..<(1 + integer(below: 24))).map { _ in letters[integer(below: letters.count)] })
  }

  /// A chart with any number of series, gaps, scales and names.
  mutating func lineChart() -> LineChart {
    let scales: [Axis.Scale] = [.linear, .logarithmic]
    let magnitude = pow(10, Double(integer(below: 16)) - 8)
    let count = integer(below: 9)
    let series = (0..<count).map { _ in
      let length = integer(below: 60)
      let rate = 2 * uniform() - 1
      let styles: [Series.Style] = [.line, .line, .points, .reference]
      return Series(
        name: name(),
        points: (0..<length).map { index in
          let gap = integer(below: 20) == 0
          let y = magnitude * exp(rate * Double(index)) * (uniform() < 0.1 ? -1 : 1)
          return (x: Double(index) * (1 + uniform()), y: gap ? .nan : y)
        },
        style: styles[integer(below: 4)])
    }
    let labellings: [LineChart.Labelling] = [.automatic, .automatic, .direct, .legend]
    return LineChart(
      title: name() + " " + name() + " " + name(), description: name(),
      x: Axis(label: name(), scale: scales[integer(below: 2)]),
      y: Axis(
        label: name(), scale: scales[integer(below: 2)],
        range: integer(below: 3) == 0 ? magnitude...(5 * magnitude) : nil),
      series: series, labelling: labellings[integer(below: count > 5 ? 2 : 4)])
  }
}

/// The places where two texts of a drawing touch, or one leaves the figure.
func textProblems(_ canvas: Canvas, width: Double, height: Double) -> [String] {
  var problems: [String] = []
  let boxes = canvas.textBoxes
  for (index, first) in boxes.enumerated() {
    let box = first.box
    if box.x < 0 || box.y < 0 || box.right > width || box.bottom > height {
      problems.append("“\(first.text)” leaves the figure: \(box)")
    }
    for second in boxes.dropFirst(index + 1) where box.overlaps(second.box) {
      problems.append("“\(first.text)” touches “\(second.text)”: \(box) \(second.box)")
    }
  }
  return problems
}
