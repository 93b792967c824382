import CourseTesting
import LinearAlgebra
import WordVectors
import XCTest

final class NearestTests: ExerciseTestCase {
  private func expectNearest(
    to vector: Matrix, in table: Matrix, count: Int, ignoring: [Int] = [], line: UInt = #line
  ) {
    let row = Reference.rows(vector)[0]
    func result(_ flaw: Reference.NearestFlaw) -> [Int] {
      Reference.nearest(to: row, in: table, count: count, ignoring: ignoring, flaw: flaw)
    }
    expect(
      nearest(to: vector, in: table, count: count, ignoring: ignoring), "nearest",
      is: result(.none),
      mistakes: [
        .dotProduct: result(.dotProduct), .distance: result(.distance),
        .farthestFirst: result(.farthestFirst), .ignoredKept: result(.ignoredKept),
        .oneTooMany: result(.oneTooMany), .setInOrderOfSymbols: result(.none).sorted(),
      ], line: line)
  }

  /// Row 0 is long and far from the vector's direction, row 1 is short and in it.
  private let table: Matrix = [[9, 9], [0.1, 0], [2, 1], [-3, 0], [0, 0]]

  func test_11_6_directionAndNotLength() {
    expectNearest(to: [[5, 0]], in: table, count: 3)
  }

  func test_11_6_leavesOutWhatIsIgnored() {
    expectNearest(to: [[2, 1]], in: table, count: 2, ignoring: [2])
    expectNearest(to: [[2, 1]], in: table, count: 3, ignoring: [2, 1])
  }

  func test_11_6_allThatThereAre() {
    expectNearest(to: [[1, 0]], in: table, count: 9, ignoring: [0])
  }

  func test_11_6_aRowOfZerosHasNoDirection() {
    // Its cosine is 0: behind all that point the same way, however little.
    expectNearest(to: [[1, 0]], in: [[0.3, 0.95], [0, 0], [-1, 0]], count: 3)
  }

  func test_11_6_ofTwoAlikeTheSmallerSymbol() {
    expectNearest(to: [[1, 1]], in: [[0, 2], [3, 3], [5, 5], [1, 1], [2, 0]], count: 2)
  }

  func test_11_6_agreesWithPlainLoops() {
    trials(20) { generator in
      let width = 2 + generator.integer(below: 3)
      let table = Matrix.normal(rows: 8, columns: width, using: &generator)
      expectNearest(
        to: .normal(rows: 1, columns: width, standardDeviation: 3, using: &generator), in: table,
        count: 2 + generator.integer(below: 4), ignoring: [generator.integer(below: 8)])
    }
  }
}
