import XCTest

@testable import Grading

#if canImport(FoundationXML)
  import FoundationXML
#endif

final class JUnitReportTests: XCTestCase {
  /// One element of a parsed report.
  private final class Element {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    var text = ""

    init(_ name: String, _ attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var open: [Element] = []
    var root: Element?

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      let element = Element(name, attributes)
      open.last?.children.append(element)
      root = root ?? element
      open.append(element)
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      open.last?.text += text
    }
  }

  private func parsed(_ grade: ClassGrade) throws -> Element {
    let reader = Reader()
    let parser = XMLParser(data: Data(try text(.junit, grade).utf8))
    parser.delegate = reader
    XCTAssertTrue(parser.parse(), "\(String(describing: parser.parserError))")
    return try XCTUnwrap(reader.root)
  }

  /// What Windy Road's schema of Ant's reports and the xUnit plug-in's of Jenkins both ask for:
  /// which elements, in which order, with which attributes, and what these may hold.
  private func check(_ root: Element) throws {
    XCTAssertEqual(root.name, "testsuites")
    XCTAssertEqual(root.attributes, [:])
    for (index, suite) in root.children.enumerated() {
      XCTAssertEqual(suite.name, "testsuite")
      XCTAssertEqual(
        suite.attributes.keys.sorted(),
        ["errors", "failures", "hostname", "id", "name", "package", "tests", "time", "timestamp"])
      XCTAssertEqual(suite.attributes["id"], "\(index)")
      XCTAssertNotEqual(suite.attributes["name"], "")
      XCTAssertEqual(suite.attributes["timestamp"], "2023-11-14T22:13:20")
      let cases = suite.children.dropFirst().dropLast(2)
      XCTAssertEqual(
        suite.children.map(\.name),
        ["properties"] + cases.map { _ in "testcase" } + ["system-out", "system-err"])
      for property in suite.children[0].children {
        XCTAssertEqual(property.name, "property")
        XCTAssertEqual(property.attributes.keys.sorted(), ["name", "value"])
      }
      try check(cases)
      let kinds = cases.compactMap { $0.children.first?.name }
      XCTAssertEqual(suite.attributes["tests"], "\(cases.count)")
      XCTAssertEqual(suite.attributes["failures"], "\(kinds.count { $0 == "failure" })")
      XCTAssertEqual(suite.attributes["errors"], "\(kinds.count { $0 == "error" })")
      try checkTime(suite)
    }
  }

  private func check(_ cases: ArraySlice<Element>) throws {
    for element in cases {
      XCTAssertEqual(element.attributes.keys.sorted(), ["classname", "name", "time"])
      try checkTime(element)
      XCTAssertLessThanOrEqual(element.children.count, 1)
      for child in element.children {
        XCTAssertTrue(["failure", "error"].contains(child.name), child.name)
        XCTAssertEqual(child.attributes.keys.sorted(), ["message", "type"])
        XCTAssertEqual(child.children.count, 0)
      }
    }
  }

  /// Both schemas take digits, a point and three digits.
  private func checkTime(_ element: Element) throws {
    let time = try XCTUnwrap(element.attributes["time"])
    XCTAssertNotNil(time.wholeMatch(of: /[0-9]+\.[0-9]{3}/), time)
  }

  func testAReportHasTheFormOfTheSchemas() throws {
    let root = try parsed(.example)
    try check(root)
    XCTAssertEqual(root.children.map { $0.attributes["errors"] }, ["0", "2", "2"])
    XCTAssertEqual(root.children.map { $0.attributes["failures"] }, ["1", "0", "0"])
    XCTAssertEqual(root.children[1].attributes["name"], "Grace <&> \"Höpper\"")
    XCTAssertEqual(root.children[0].attributes["time"], "0.320")
    let failure = root.children[0].children[2].children[0]
    XCTAssertEqual(failure.attributes["type"], "failed")
    XCTAssertTrue(failure.text.contains("\n    Every step starts from"), failure.text)
    XCTAssertTrue(failure.text.hasSuffix("\nTests/Chapter02Tests/SequenceTests.swift:31"))
  }

  func testHostileTextsAddNoElement() throws {
    let root = try parsed(.hostile)
    try check(root)
    XCTAssertEqual(root.children.count, ClassGrade.hostileTexts.count)
    for suite in root.children {
      XCTAssertEqual(suite.children.count, 5)
      XCTAssertEqual(suite.attributes["failures"], "1")
    }
  }

  func testCharactersThatXMLForbidsAreLeftOut() {
    XCTAssertEqual(
      JUnitReport.escaped("a\u{0}\u{1B}\u{FFFE}b<>&\"\t\n]]>"), "ab&lt;&gt;&amp;&quot;\t\n]]&gt;")
  }
}
