import XCTest

@testable import Authoring
@testable import Course
@testable import Grading

/// What of a submission's file is compiled, and what is refused before.
final class ScreenTests: XCTestCase {
  private let stub = """
    import LinearAlgebra

    /// One layer.
    public struct Layer: Equatable {
      public var weights: Matrix
      public var bias: Matrix

      public init(weights: Matrix, bias: Matrix) {
        self.weights = weights
        self.bias = bias
      }
    }

    extension Layer {
      /// Its size.
      public var size: Int { weights.columns }

      public func output(_ input: Matrix) -> Matrix {
        // EXERCISE 9.1 (2 points): the affine map
        notWritten("9.1", rows: 1, columns: 1)
      }

      public func twice(_ input: Matrix) -> Matrix {
        output(input) + output(input)
      }
    }

    """

  private func accept(_ text: String) throws -> GivenCode.Accepted {
    try GivenCode(path: "exercises/09-x/Layer.swift", text: stub).accept(text, at: "/w/Layer.swift")
  }

  private func changed(_ old: String, _ new: String) -> String {
    XCTAssertTrue(stub.contains(old), old)
    return stub.replacingOccurrences(of: old, with: new)
  }

  private func expectRefusal(
    _ text: String, saying part: String? = nil, at number: Int? = nil, line: UInt = #line
  ) {
    XCTAssertThrowsError(try accept(text), line: line) { error in
      let refusal = error as? SourceRefusal
      XCTAssertNotNil(refusal, "\(error)", line: line)
      if let part { XCTAssertTrue(refusal?.reason.contains(part) ?? false, "\(error)", line: line) }
      if let number { XCTAssertEqual(refusal?.line, number, line: line) }
    }
  }

  // MARK: Honest files

  func testTheSolutionsAndTheFilesAsHandedOutAreAccepted() throws {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    let course = try Course(PackageFolder.containing(here))
    for chapter in course.chapters {
      for file in chapter.solutionFiles {
        let released = course.released(file, of: chapter)
        let given = try GivenCode(path: file.path, text: released)
        let numbers = file.exercises.map(\.marker.number)
        XCTAssertEqual(given.exercises, numbers, file.path)
        for text in [released, file.lines.joined(separator: "\n")] {
          let accepted = try given.accept(text, at: file.path)
          XCTAssertEqual(accepted.text, text)
          XCTAssertEqual(accepted.restored, [], file.path)
          XCTAssertEqual(Set(accepted.lines.keys), Set(numbers), file.path)
        }
      }
    }
  }

  func testHelpersAndOtherFormattingAreAccepted() throws {
    let text =
      changed(
        "notWritten(\"9.1\", rows: 1, columns: 1)",
        "let product = input * weights / 1\nreturn helper(product) + bias // \\(unsafe)"
      )
      .replacingOccurrences(of: "{\n    self.weights", with: "\n  {\n self.weights")
        + """

        private func helper(_ matrix: Matrix) -> Matrix { matrix }
        struct Pair { var first = 1, second = 2 }
        extension Layer { func more() -> Int { 1_000 } }
        private let text = \"\"\"
          import Foundation, unsafely \\(1 + 2)
          \"\"\"
        """
    let accepted = try accept(text)
    XCTAssertEqual(accepted.text, text)
    XCTAssertEqual(accepted.restored, [])
  }

  func testAGivenFunctionIsPutBack() throws {
    let text = changed("output(input) + output(input)", "input\n// mine")
    let accepted = try accept(text)
    XCTAssertEqual(accepted.restored, ["func twice"])
    XCTAssertTrue(accepted.text.contains("output(input) + output(input)"))
    XCTAssertFalse(accepted.text.contains("mine"))
    // What follows keeps its number: the brace of `twice` is on line 26 of the submission.
    XCTAssertTrue(accepted.text.contains("#sourceLocation(file: \"/w/Layer.swift\", line: 26)"))
  }

  // MARK: What was given

  func testATypeKeepsWhatItHolds() {
    expectRefusal(
      changed("public var bias: Matrix\n", "public var bias: Matrix\n  private var cache = 0\n"),
      saying: "var cache adds to what Layer holds", at: 7)
    expectRefusal(
      changed(
        "public var weights: Matrix\n  public var bias: Matrix",
        "public var bias: Matrix\n  public var weights: Matrix"),
      saying: "must stand where it stood")
    expectRefusal(
      changed("  public var bias: Matrix\n", ""), saying: "var bias is missing", at: 1)
  }

  func testASignatureStays() {
    expectRefusal(
      changed("func output(_ input: Matrix)", "func output(_ input: Matrix, _ more: Int = 0)"),
      saying: "is declared public and was not in the file")
    expectRefusal(
      changed("public func output", "func output"), saying: "func output is declared differently",
      at: 18)
  }

  func testNothingNewIsSeenFromOutside() {
    for declaration in [
      "public func abs(_ number: Double) -> Double { 0 }",
      "public let pi = 3",
      "extension Matrix { public static func == (a: Matrix, b: Matrix) -> Bool { true } }",
      "public extension Double { var zero: Double { 0 } }",
      "private let one = 1; public let two = 2",
      "extension Layer { @discardableResult public func more() -> Int { 1 } }",
    ] {
      expectRefusal(stub + declaration + "\n", saying: "is declared public")
    }
    expectRefusal(stub + "func == (a: Layer, b: Layer) -> Bool { true }", saying: "must be private")
    expectRefusal(stub + "infix operator <=>", saying: "no exercise needs a new operator")
    expectRefusal(stub + "extension Double: @retroactive Error {}", saying: "retroactive")
    expectRefusal(stub + "extension Matrix: CustomStringConvertible {}", saying: "conform")
    expectRefusal(stub + "final class Box {}", saying: "class")
    expectRefusal(stub + "print(1)", saying: "outside of any declaration")
  }

  // MARK: Words

  func testWordsThatReachOutsideAreRefusedWhereverTheyStand() {
    for (code, reason) in [
      ("unsafeBitCast(1, to: Int.self)", "unsafeBitCast"),
      ("`unsafeBitCast`(1, to: Int.self)", "unsafeBitCast"),
      ("\"\\(unsafeBitCast(1, to: Int.self))\"", "unsafeBitCast"),
      ("#\"\\(1)\"# + #\"\\#(withUnsafeBytes)\"#", "withUnsafeBytes"),
      ("\"\"\"\n\\(\"\\(UnsafePointer.self)\")\n\"\"\"", "UnsafePointer"),
      ("[1].withContiguousStorageIfAvailable { $0.first }", "raw memory"),
      ("_debugPrint()", "underscore"), ("CommandLine.arguments", "started with"),
      ("Task { }", "beside the test"), ("$storage", "$storage"), ("#if true", "#if"),
      ("#externalMacro(module: \"a\", type: \"b\")", "#externalMacro"),
      ("@available(*, noasync) func f() {}", "@available"),
    ] {
      expectRefusal(stub + "func extra() {\n  \(code)\n}\n", saying: reason, at: nil)
    }
  }

  func testImportsAreThoseOfTheFile() {
    for line in [
      "import Foundation", "@_exported import LinearAlgebra", "@testable import LinearAlgebra",
      "import func Glibc.exit", "import LinearAlgebra.Matrix", "private import Foundation",
      "let a = 1; import Foundation", "`import` Foundation",
    ] {
      expectRefusal(line + "\n" + stub, at: 1)
    }
    XCTAssertNoThrow(try accept("import LinearAlgebra // again\n" + stub))
  }

  // MARK: Where readers differ

  func testWhatTwoReadersMayReadDifferentlyIsRefused() {
    expectRefusal(stub + "// \u{2028} hidden", saying: "U+2028")
    expectRefusal(stub + "// \u{0B} hidden", saying: "U+000B")
    expectRefusal(stub + "// \r hidden", saying: "U+000D")
    expectRefusal(stub + "let a = /\"/ ; let b = /\"/", saying: "slash")
    expectRefusal(stub + "let a = f(/x/)", saying: "slash")
    expectRefusal(stub + "func f() -> Int { return/x/ }", saying: "slash")
    expectRefusal(stub + "let a = 1 +/x/ 2", saying: "slash")
    expectRefusal(stub + "let a = #/x/#", saying: "#")
    expectRefusal(stub + "let a = #\"\"\"# + #\"\"\"#", saying: "several lines")
    expectRefusal(stub + "let a = \"open", saying: "closing quote")
    expectRefusal(stub + "/* open", saying: "no end")
    expectRefusal(stub + "let a = \"\\(1 /* \" */)\"", saying: "comment")
    expectRefusal(stub + "let `a b` = 1", saying: "backticks")
    XCTAssertNoThrow(try accept(stub + "private let a = 6/2, b = 6 / 2, c = (1)/[2][0]\n"))
  }

  func testSlashesThatDivideAreRead() throws {
    let tokens = try SwiftLexer("x /= 2 /* a /* b */ c */ * y/z // w").tokens.map(\.text)
    XCTAssertEqual(tokens, ["x", "/=", "2", "*", "y", "/", "z"])
    let names = try SwiftLexer("let ŷ = x₁ + σ\u{301} - 1.5e-3 * 0x1F").tokens.map(\.text)
    XCTAssertEqual(names, ["let", "ŷ", "=", "x₁", "+", "σ\u{301}", "-", "1.5e-3", "*", "0x1F"])
  }

  // MARK: Depth and length

  func testWhatNestsTooDeepIsRefusedWithItsLine() {
    func nested(_ open: String, _ close: String, _ count: Int) -> String {
      String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
    }
    let forms = [
      nested("\"\\(", ")\"", 3200), nested("(", ")", 20_000), nested("[", "]", 20_000),
      nested("{ ", " }", 20_000), nested("f(", ")", 20_000), nested("#\"\\#(", ")\"#", 3200),
    ]
    for form in forms {
      expectRefusal(stub + "private let deep = \(form)", saying: "more than 256 deep", at: 27)
    }
    let types = String(repeating: "struct A {\n", count: 3200) + String(repeating: "}", count: 3200)
    expectRefusal(stub + types, saying: "more than 256 deep", at: 283)
    expectRefusal(stub + String(repeating: "private extension Layer {\n", count: 40_000))
    XCTAssertNoThrow(try accept(stub + "private let deep = \(nested("(", ")", 200))"))
    // A reader's own file is never refused.
    XCTAssertFalse(SwiftLexer(leniently: forms[0]).tokens.isEmpty)
    XCTAssertNoThrow(
      try accept(
        stub + String(repeating: "/*", count: 20_000) + String(repeating: "*/", count: 20_000)))
  }

  func testLongFilesAreReadInTime() throws {
    func many(_ text: String) -> String {
      String(repeating: text, count: 60_000 / text.utf8.count)
    }
    let types =
      String(repeating: "struct \(String(repeating: "A", count: 200)) {\n", count: 150)
      + String(repeating: "let a = 1\n", count: 3_000) + String(repeating: "}\n", count: 150)
    for text in [
      many("import "), many("import import\n"), many("let a = 1\n"), many("public\n"), many("@a("),
      many("@a\n"),
      many("func f() {}\n"), many("class "), many("(set) "), many("public(set)\n"),
      many("1 + "), many("/"), many("\"\" "), many("`"), many("#"), many("<"), many("\\"),
      many("private struct A {}\n"), many("case a\n"), many(";"), many("\"\"\"\n"), types,
    ] {
      // The processor's time, since other tests may run beside this one.
      let start = clock()
      _ = try? accept(stub + text)
      XCTAssertLessThan(Double(clock() - start) / Double(CLOCKS_PER_SEC), 3, "\(text.prefix(40))")
    }
  }

  func testAnExtensionMayAskForAConformance() {
    for honest in [
      "private extension Array where Element: BinaryFloatingPoint { var total: Int { 1 } }",
      "extension [String: Int] { func more() -> Int { 1 } }",
      "extension Dictionary where Key == String, Value: Equatable {}",
    ] {
      XCTAssertNoThrow(try accept(stub + honest), honest)
    }
    expectRefusal(stub + "extension Array: P where Element: Q {}", saying: "conform")
    expectRefusal(stub + "extension [Int: Int]: P {}", saying: "conform")
  }

  func testAWordOfTheFileIsNoAttribute() throws {
    let given = try GivenCode(path: "x", text: stub + "let c = 1, available = 2\n")
    for name in ["c", "available"] {
      XCTAssertThrowsError(
        try given.accept(stub + "let c = 1, available = 2\n@\(name)(f) func f() {}\n", at: "x"),
        name)
    }
  }
}
