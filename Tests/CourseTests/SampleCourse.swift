import Foundation
import XCTest

@testable import Authoring
@testable import Course

/// A small course in a temporary folder, in which commands run as in the real one. It has chapter
/// 1 with two exercises, and chapter 2 with one.
final class SampleCourse {
  let folder: PackageFolder
  private let before = FileManager.default.currentDirectoryPath

  init() throws {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("course-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    folder = PackageFolder(root: place.resolvingSymlinksInPath())
    for (path, text) in Self.files { try folder.write(text, to: path) }
    for name in ["01-sums/1.1", "01-sums/1.2", "02-last/2.1"] {
      try folder.write(Self.mutants, to: "Tests/Mutants/\(name).mutants")
    }
    _ = FileManager.default.changeCurrentDirectoryPath(folder.root.path)
    for (path, text) in try Course(folder).releasedFiles() { try folder.write(text, to: path) }
  }

  deinit {
    _ = FileManager.default.changeCurrentDirectoryPath(before)
    try? FileManager.default.removeItem(at: folder.root)
  }

  /// Replaces a text in a file; the text must be there.
  func edit(
    _ path: String, _ old: String, _ new: String, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let text = try XCTUnwrap(folder.text(path), path, file: file, line: line)
    XCTAssertTrue(text.contains(old), "\(path) lacks \(old)", file: file, line: line)
    try folder.write(text.replacingOccurrences(of: old, with: new), to: path)
  }

  /// Three wrong versions of an exercise.
  static let mutants = "m7: -\n+  7\n\nm8: -\n+  8\n\nm9: -\n+  9\n"

  static let sums = "exercises/01-sums/Sums.swift"

  static let files = [
    "Package.swift": "// a package\n",
    "solutions/01-sums/Sums.swift": """
    import ExerciseSupport

    // REGION given
    struct Given {}
    // END REGION given

    /// The sum.
    func sum(_ a: Double, _ b: Double) -> Double {
      // EXERCISE 1.1 (2 points): add
      a + b
      // PLACEHOLDER notWritten("1.1")
      // END
    }

    /// Twice.
    func twice(_ a: Double) -> Double {
      // EXERCISE 1.2 (1 point): double it
      let result = sum(a, a)
      return result
      // PLACEHOLDER let nothing = Double.nan
      // PLACEHOLDER return notWritten(
      // PLACEHOLDER   "1.2", nothing)
      // END
    }

    """,
    "chapters/01-sums.md": """
    # 1 · Sums

    Adding is **fun**, says `sum`.

    ```swift excerpt=solutions/01-sums/Sums.swift#given
    struct Given {}
    ```

    **Exercise 1.1 · The sum** (2 points) Write it.

    <details><summary>Hint 1 of 2</summary>

    What joins two numbers?

    </details>

    <details><summary>Hint 2 of 2</summary>

    A plus.

    </details>

    **Exercise 1.2 · Twice** (1 point) Write it.

    <details><summary>Hint 1 of 2</summary>

    Use what you have.

    </details>
    <details><summary>Hint 2 of 2</summary>

    `sum(a, a)`

    </details>

    """,
    "Tests/Chapter01Tests/SumTests.swift": """
    import CourseTesting

    final class SumTests: ExerciseTestCase {
      func test_1_1_addsOneAndOne() {}
      func test_1_1_addsNothing() {}
      // func test_1_1_isCommentedOut() {}
      func test_1_1_addsNegatives() {}
    }
    final class TwiceTests: ExerciseTestCase {
      func test_1_2_doublesThree() {}
      func test_1_2_doublesNothing() {}
      func test_1_2_doublesNegatives() {}
    }

    """,
    "solutions/02-last/Last.swift": """
    func last() -> Double {
      // EXERCISE 2.1 (3 points): the last
      1
      // PLACEHOLDER notWritten("2.1")
      // END
    }

    """,
    "chapters/02-last.md": """
    # 2 · The last

    **Exercise 2.1 · Last** (3 points) Write it.

    <details><summary>Hint 1 of 2</summary>

    One.

    </details>
    <details><summary>Hint 2 of 2</summary>

    `1`

    </details>

    """,
    "Tests/Chapter02Tests/LastTests.swift": """
    final class LastTests: ExerciseTestCase {
      func test_2_1_a() {}
      func test_2_1_b() {}
      func test_2_1_c() {}
    }

    """,
  ]
}
