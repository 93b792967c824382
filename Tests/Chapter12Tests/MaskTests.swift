import CourseTesting
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.4: a mask whose mean is 1.
final class MaskTests: ExerciseTestCase {
  private func mask(_ rows: Int, _ columns: Int, _ rate: Double, seed: UInt64 = 1) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return dropoutMask(rows: rows, columns: columns, rate: rate, using: &generator)
  }

  func test_12_4_shapeAndSeed() {
    expect(mask(3, 5, 0.4).shape, "shape of a mask for 3 sequences of 5 units", is: "3×5")
    expect(
      mask(4, 9, 0.4, seed: 7) == mask(4, 9, 0.4, seed: 7),
      orSay: "two masks drawn with one seed differ.\n    \(Mistake.otherDice.sentence)")
    var generator = SeededGenerator(seed: 3)
    let one = dropoutMask(rows: 6, columns: 9, rate: 0.5, using: &generator)
    let next = dropoutMask(rows: 6, columns: 9, rate: 0.5, using: &generator)
    expect(
      one != next || !one.values.contains(0),
      orSay: "the next mask is the same as the one before.\n    \(Mistake.sameAgain.sentence)")
  }

  func test_12_4_whatIsKeptIsScaled() {
    for rate in [0.25, 0.5, 0.8] {
      let kept = 1 / (1 - rate)
      let others = Set(mask(40, 40, rate).values).subtracting([0]).sorted()
      let known: [(Mistake, Double)] = [
        (.notScaled, 1), (.scaledByRate, 1 / rate), (.scaledDown, 1 - rate),
        (.scaledByHalf, 1 + rate), (.scaledByRoot, kept.squareRoot()),
      ]
      let mistake = known.first { abs($0.1 - (others.first ?? .nan)) < 1e-12 && others.count == 1 }
      let several: Mistake? = others.count > 2 ? .numbersThemselves : nil
      let hint = (mistake?.0 ?? several).map { "\n    \($0.sentence)" } ?? ""
      let seen = others.count == 1 ? "\(others[0])" : "\(others.count) different numbers"
      expect(
        others.count == 1 && abs(others[0] - kept) < 1e-12,
        orSay: "rate \(rate): what is not 0 is \(seen), should be \(kept)\(hint)")
    }
  }

  func test_12_4_soManyAreDropped() {
    for rate in [0.1, 0.25, 0.7] {
      let dropped = Double(mask(100, 100, rate).values.count { $0 == 0 }) / 10_000
      let hint =
        abs(dropped - (1 - rate)) < 0.02
        ? "\n    \(Mistake.keptForDropped.sentence)"
        : dropped == 0 ? "\n    \(Mistake.nothingDropped.sentence)" : ""
      expect(
        abs(dropped - rate) < 0.02,
        orSay: "rate \(rate): of 10,000 numbers a share of \(dropped) is 0\(hint)")
    }
  }

  func test_12_4_eachNumberForItself() {
    let mask = mask(60, 50, 0.5)
    let rows = Set((0..<60).map { mask.row($0).values })
    let columns = Set((0..<50).map { mask.column($0).values })
    expect(
      rows.count > 1 || !mask.values.contains(0),
      orSay: "the rows are alike.\n    \(Mistake.oneRowForAll.sentence)")
    expect(
      columns.count > 1 || !mask.values.contains(0),
      orSay: "the columns are alike.\n    \(Mistake.wholeRows.sentence)")
    expect(
      rows.count > 50 && columns.count > 40,
      orSay: "of 60 rows \(rows.count) differ, of 50 columns \(columns.count)")
    let counts = Set((0..<60).map { mask.row($0).values.count { $0 == 0 } })
    expect(
      counts.count > 3,
      orSay: "each row drops the same number of units.\n    \(Mistake.countedOut.sentence)")
  }

  func test_12_4_theMeanIsOne() {
    for rate in [0.1, 0.5, 0.75] {
      let mean = mask(200, 200, rate).mean
      expect(abs(mean - 1) < 0.03, orSay: "rate \(rate): the mean of 40,000 numbers is \(mean)")
    }
  }

  func test_12_4_aRateOfZeroDropsNothing() {
    expect(
      mask(3, 4, 0), "mask at rate 0", equals: Matrix(rows: 3, columns: 4, repeating: 1))
  }
}
