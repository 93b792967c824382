import CourseTesting
import LinearAlgebra
import XCTest

@testable import GradientChecking

/// An entry that was chosen, by its place and its numbers in one phrase: a wrong place is not told
/// as a wrong number.
private struct Choice: Equatable, CustomStringConvertible {
  let entry: GradientEntry

  init(_ entry: GradientEntry) { self.entry = entry }

  private var numbers: [Double] { [entry.analytic, entry.numerical, entry.relativeError] }

  static func == (left: Choice, right: Choice) -> Bool {
    left.entry.row == right.entry.row && left.entry.column == right.entry.column
      && zip(left.numbers, right.numbers).allSatisfy {
        $0 == $1 || abs($0 - $1) <= 1e-12 * max(1, abs($1))
      }
  }

  var description: String {
    let texts = numbers.map { String(format: "%.6g", $0) }
    return "row \(entry.row), column \(entry.column) (analytic \(texts[0]), numerical \(texts[1]), "
      + "error \(texts[2]))"
  }
}

/// Exercise 6.4: the worst entry of a gradient.
final class WorstEntryTests: ExerciseTestCase {
  private func entry(
    _ analytic: Matrix, _ numerical: Matrix, _ row: Int, _ column: Int, error: Double? = nil
  ) -> Choice {
    let (a, n) = (analytic[row, column], numerical[row, column])
    return Choice(
      GradientEntry(
        row: row, column: column, analytic: a, numerical: n,
        relativeError: error ?? Reference.relativeError(a, n)))
  }

  private let untouched = Choice(
    GradientEntry(row: 0, column: 0, analytic: 0, numerical: 0, relativeError: -1))

  private func expectWorst(
    _ analytic: Matrix, _ numerical: Matrix, row: Int, column: Int, line: UInt = #line
  ) {
    let places = (0..<analytic.rows).flatMap { row in (0..<analytic.columns).map { (row, $0) } }
    func place(by score: (Double, Double) -> Double) -> (Int, Int) {
      places.max { left, right in
        score(analytic[left.0, left.1], numerical[left.0, left.1])
          < score(analytic[right.0, right.1], numerical[right.0, right.1])
      }!
    }
    /// The first worst entry where only these count, and all others have an error of 0.
    func worst(where counts: (Double, Double) -> Bool) -> Choice {
      let errors = places.map { row, column in
        let (a, n) = (analytic[row, column], numerical[row, column])
        return counts(a, n) ? Reference.relativeError(a, n) : 0
      }
      let largest = errors.max() ?? 0
      let (row, column) = places[errors.firstIndex(of: largest) ?? 0]
      return entry(analytic, numerical, row, column, error: largest)
    }
    let right = entry(analytic, numerical, row, column)
    let absolute = place { abs($0 - $1) }
    let signed = place { ($0 - $1) / max(abs($0), abs($1), 1e-3) }
    let otherSign = place { ($1 - $0) / max(abs($0), abs($1), 1e-3) }
    let smallest = place { -Reference.relativeError($0, $1) }
    let largest = place { a, _ in abs(a) }
    let equal = places.filter {
      Reference.relativeError(analytic[$0.0, $0.1], numerical[$0.0, $0.1])
        == right.entry.relativeError
    }
    let lastEqual = equal.last ?? (row, column)
    let leftmost = equal.min { ($0.1, $0.0) < ($1.1, $1.0) } ?? (row, column)
    let mean =
      places.map { Reference.relativeError(analytic[$0.0, $0.1], numerical[$0.0, $0.1]) }
      .reduce(0, +) / Double(places.count)
    let whole = right.entry
    var (turned, exchanged, averaged, distance) = (whole, whole, whole, whole)
    (turned.row, turned.column) = (whole.column, whole.row)
    (exchanged.analytic, exchanged.numerical) = (whole.numerical, whole.analytic)
    averaged.relativeError = mean
    distance.relativeError = abs(whole.analytic - whole.numerical)
    let furthest = abs(analytic[absolute.0, absolute.1] - numerical[absolute.0, absolute.1])
    let last = (analytic.rows - 1, analytic.columns - 1)
    expect(
      Choice(worstEntry(analytic: analytic, numerical: numerical)), "the worst entry", is: right,
      mistakes: [
        .placeExchanged: Choice(turned),
        .numbersExchanged: Choice(exchanged),
        .meanOfAll: Choice(averaged),
        .plainDifference: Choice(distance),
        .largestDistance: entry(analytic, numerical, absolute.0, absolute.1),
        .largestDistanceAsError: entry(
          analytic, numerical, absolute.0, absolute.1, error: furthest),
        .analyticExceeds: entry(analytic, numerical, signed.0, signed.1),
        .analyticExceeds: worst { $0 >= $1 },
        .numericalExceeds: entry(analytic, numerical, otherSign.0, otherSign.1),
        .numericalExceeds: worst { $0 <= $1 },
        .smallest: entry(analytic, numerical, smallest.0, smallest.1),
        .largestGradient: entry(analytic, numerical, largest.0, largest.1),
        .noneTaken: untouched,
        .lastEntry: entry(analytic, numerical, last.0, last.1),
        .firstEntry: entry(analytic, numerical, 0, 0),
        .lastOfEqualOnes: entry(analytic, numerical, lastEqual.0, lastEqual.1),
        .columnByColumn: entry(analytic, numerical, leftmost.0, leftmost.1),
      ], line: line)
  }

  func test_6_4_relativeErrorDecides() {
    // The largest distance is 1 of 100; the largest relative error 0.01 of 0.02.
    expectWorst(
      [[100, 0.5, 0.01], [2, -3, 4]], [[101, 0.5, 0.02], [2, -3, 4.01]], row: 0, column: 2)
  }

  func test_6_4_errorCountsInBothDirections() {
    expectWorst([[1, 1], [1, 1]], [[1, 1.2], [0.9, 1]], row: 0, column: 1)
    expectWorst([[1, 1], [1, 1]], [[1, 1.1], [0.8, 1]], row: 1, column: 0)
    expectWorst([[-1, -1, 2]], [[-1, 1, 1.9]], row: 0, column: 1)
  }

  func test_6_4_everyPlaceCanBeTheWorst() {
    trials(10) { generator in
      let (rows, columns) = (1 + generator.integer(below: 4), 1 + generator.integer(below: 4))
      let analytic = Matrix.normal(rows: rows, columns: columns, using: &generator)
      var numerical = analytic * 1.001
      let (row, column) = (generator.integer(below: rows), generator.integer(below: columns))
      numerical[row, column] = analytic[row, column] + generator.uniform(in: 2...3)
      expectWorst(analytic, numerical, row: row, column: column)
    }
  }

  func test_6_4_whatIsNotANumberIsTheWorst() {
    let right: Matrix = [[1, 2, 3], [4, 5, 6]]
    for (name, bad) in [("analytic", Double.nan), ("numerical", .nan), ("analytic", .infinity)] {
      var (off, spoilt) = (right, right)
      off[0, 0] = 1.5
      spoilt[1, 1] = bad
      let yours =
        name == "analytic"
        ? worstEntry(analytic: spoilt, numerical: off)
        : worstEntry(analytic: off, numerical: spoilt)
      expect(
        yours.row == 1 && yours.column == 1,
        orSay: "row 1, column 1 of the \(name) gradient is \(bad), and row \(yours.row), column "
          + "\(yours.column) is called the worst. No comparison with NaN is true; exercise 6.2 "
          + "gives infinity for such a number")
      expect(
        yours.relativeError == .infinity,
        orSay: "the relative error of \(bad) is \(yours.relativeError), should be infinity")
    }
    // Three of them: the first counts, row by row.
    let first = worstEntry(
      analytic: [[1, 2, .nan], [.infinity, .nan, 6]], numerical: [[1.5, 2, 3], [4, 5, 6]])
    expect(
      "row \(first.row), column \(first.column)", "the worst of three that are not finite",
      is: "row 0, column 2",
      mistakes: [
        .columnByColumn: "row 1, column 0", .lastOfTheBad: "row 1, column 1",
      ])
  }

  func test_6_4_firstOfEqualOnes() {
    let right: Matrix = [[1, 2], [3, 4]]
    expect(
      Choice(worstEntry(analytic: right, numerical: right)), "the worst entry of equal matrices",
      is: entry(right, right, 0, 0),
      mistakes: [
        .lastOfEqualOnes: entry(right, right, 1, 1),
        .zeroNotTaken: untouched,
        .zeroErrorNotTaken: Choice(
          GradientEntry(row: 0, column: 0, analytic: 0, numerical: 0, relativeError: 0)),
      ])
    expectWorst([[1, 1, 1, 1]], [[1, 1.5, 1.5, 1]], row: 0, column: 1)
    expectWorst(
      [[1, 1, 1, 1], [1, 1, 1, 1]], [[1, 1, 1.5, 1], [1.5, 1, 1.5, 1]], row: 0, column: 2)
  }
}
