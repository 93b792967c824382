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
