import LinearAlgebra
import XCTest

@testable import CourseTesting

/// What is said of a wrong result that no known mistake explains, and when nothing is.
final class ObservationTests: XCTestCase {
  private let right: Matrix = [
    [0.31, -1.24, 0.52, 2.17], [1.43, 0.64, -0.75, 0.18], [-0.97, 0.28, 1.19, -0.46],
  ]

  private func said<Value: Checkable>(
    _ yours: Value, _ right: Value, within tolerance: Double = 1e-9, blocks: [String] = []
  ) -> String? {
    Observation(on: yours, beside: right, within: tolerance, blocks: blocks)?.sentence
  }

  private func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return .normal(rows: rows, columns: columns, using: &generator)
  }

  private func sequence(_ steps: Int, seed: UInt64) -> [Matrix] {
    (0..<UInt64(steps)).map { random(2, 3, seed: 100 * seed + $0) }
  }

  // MARK: k times, c more

  func testAFactorIsSaid() {
    XCTAssertEqual(said(right * 0.5, right), "Every value is half the right one.")
    XCTAssertEqual(said(right * -1, right)?.hasPrefix("Every value has the wrong sign:"), true)
    XCTAssertEqual(said(right * 0.9137, right), "Every value is 0.914 times the right one.")
    XCTAssertEqual(
      said(right / 3, right),
      "Every value is a third of the right one: there are 3 rows: is something averaged that "
        + "should be summed?")
    XCTAssertEqual(
      said(right * 1.4426950408889634, right),
      "Every value is 1.44 times (1/log 2) the right one.")
  }

  func testAFactorIsNotBelievedWithoutSeveralNumbers() {
    XCTAssertNil(said([[0.9]] as Matrix, [[1.7]]))
    XCTAssertNil(said([[0.5, 0.5]] as Matrix, [[1, 1]]))
    XCTAssertNil(said(Matrix(rows: 2, columns: 2), Matrix(rows: 2, columns: 2)))
    XCTAssertNil(said(2.0, 1.0))
    XCTAssertNil(said(0.0, 0.4731286534))
    var other = right * 0.5
    other[2, 3] += 1e-4
    XCTAssertNotEqual(said(other, right), said(right * 0.5, right))
  }

  func testOneNumberOfManyDigitsMayBePlainlyRelated() {
    XCTAssertEqual(said(2 * 0.47312865341, 0.47312865341), "It is 2 times the right one.")
    XCTAssertEqual(
      said(-0.47312865341, 0.47312865341),
      "It has the wrong sign: is a difference taken the other way round?")
    XCTAssertNil(said(2 * 0.4731, 0.4731, within: 5e-5))
    XCTAssertNil(said(0.47312865341 * 1.7, 0.47312865341))
  }

  func testAnAmountIsSaid() {
    XCTAssertEqual(said(right + 0.25, right), "Every value is 0.25 too large.")
    XCTAssertEqual(said(right - 1, right), "Every value is 1 too small.")
    XCTAssertEqual(
      said(right * 0.5 + 0.25, right), "Every value is half the right one, plus 0.25.")
  }

  // MARK: Functions, digits

  func testAFunctionOfTheRightNumberIsSaid() {
    XCTAssertEqual(said(right .* right, right), "Every value is the square of the right one.")
    XCTAssertEqual(
      said(right.map(abs), right), "Every value is the absolute value of the right one.")
    XCTAssertEqual(said(1 - right, right), "Every value is 1 minus the right one.")
    XCTAssertEqual(
      said(right, tanh(right)), "Every value is a number whose tanh is the right one.")
  }

  func testDigitsAreCounted() {
    XCTAssertEqual(
      said(right.map { Double(Float($0)) }, right),
      "Every value is right to the seven digits of a Float: is something computed in Float?")
    XCTAssertEqual(
      said(right * (1 + 3e-6), right),
      "Every value is right to 5 digits: is a small number added, or a constant rounded?")
    let long = right * 1.234567
    XCTAssertEqual(
      said((long * 10).map { $0.rounded() } / 10, long),
      "Every value is the right one, rounded to 1 decimal.")
    // Of short numbers two agree by luck.
    XCTAssertNotEqual(
      said([0, 0.6, 0, 0.4], [0, 0.625, 0, 0.375])?.contains("rounded"), true)
  }

  func testZerosAndNaNAreSaidWhereTheyAre() {
    XCTAssertEqual(said(right * 0, right), "Every value is 0.")
    XCTAssertEqual(said(right * .nan, right), "Every value is not a number (NaN).")
    var row = right
    for column in 0..<4 { row[1, column] = 0 }
    XCTAssertEqual(said(row, right), "Wrong only in row 1, where every value is 0.")
  }

  // MARK: Where

  func testAPlaceIsSaid() {
    var yours = right
    for row in 0..<3 { yours[row, 2] = Double(row) * 7.3 - 0.1 * Double(row * row) + 0.17 }
    XCTAssertEqual(said(yours, right), "Wrong only in column 2.")
    let states = sequence(5, seed: 3)
    let others = sequence(5, seed: 4)
    XCTAssertEqual(said([states[0]] + others.dropFirst(), states), "Right only at step 1.")
    XCTAssertEqual(said(Array(states[..<3]) + others[3...], states), "Wrong only from step 4 on.")
    XCTAssertEqual(said(states.dropLast() + [others[4]], states), "Wrong only at step 5.")
  }

  func testAPlaceAndARelationAreOneSentence() {
    let states = sequence(4, seed: 5)
    XCTAssertEqual(
      said([states[0]] + states.dropFirst().map { $0 * 2 }, states),
      "Right only at step 1; elsewhere every value is 2 times the right one.")
    var yours = right
    for column in 0..<4 { yours[2, column] *= -1 }
    XCTAssertEqual(
      said(yours, right),
      "Wrong only in row 2, where every value has the wrong sign: is a difference taken the other "
        + "way round?")
  }

  func testAKindOfRightNumberIsSaid() {
    XCTAssertEqual(
      said(right.map { max(0, $0) }, right),
      "No value is below 0: the 4 that should be are cut off.")
    XCTAssertEqual(
      said(right.map { min($0, 0.9) }, right),
      "No value is above 0.9: the 3 that should be are cut off.")
    let many = random(6, 6, seed: 21)
    XCTAssertEqual(
      said(many.map { $0 < 0 ? $0 * 3 : $0 }, many),
      "Wrong only where the right value is negative: there every value is 3 times the right one.")
    XCTAssertEqual(
      said(many.map { abs($0) > 1 ? $0.rounded() + 0.013 * $0 * $0 : $0 }, many)?.hasPrefix(
        "Wrong only where the right value is above "), true)
  }

  func testBlocksOfColumnsAreNamed() {
    let gates = ["input gate", "forget gate", "candidate", "output gate"]
    let wide = random(3, 8, seed: 9)
    var yours = wide
    for row in 0..<3 {
      for unit in 0..<2 { yours[row, 2 + unit] = wide[row, 4 + unit] }
      for unit in 0..<2 { yours[row, 4 + unit] = wide[row, 2 + unit] }
    }
    XCTAssertEqual(
      said(yours, wide, blocks: gates), "The forget gate and the candidate are exchanged.")
    var off = wide
    for row in 0..<3 { for unit in 0..<2 { off[row, 6 + unit] *= 3 } }
    XCTAssertEqual(
      said(off, wide, blocks: gates),
      "Wrong only in the output gate, where every value is 3 times the right one: there are 3 "
        + "rows: is a sum taken for a mean?")
  }

  // MARK: Rearranged

  func testRearrangementsAreSaid() {
    let square = random(3, 3, seed: 11)
    XCTAssertEqual(
      said(square.transposed, square), "Rows and columns are exchanged (this is the transpose).")
    let states = sequence(5, seed: 6)
    XCTAssertEqual(said(states.reversed(), states), "The steps are in reverse order.")
    XCTAssertEqual(
      said([states[4]] + states.dropLast(), states),
      "Each step holds what belongs to the step before.")
    XCTAssertEqual(
      said(Array(states.dropFirst()) + [states[0]], states),
      "Each step holds what belongs to the step after.")
    XCTAssertEqual(
      said(states.map { _ in states[2] }, states), "Every step holds what belongs to step 3.")
    XCTAssertEqual(
      said([states[0], states[3], states[2], states[1], states[4]], states),
      "Step 2 and step 4 are exchanged.")
  }

  func testWholeNumbersThatAgreeByLuckAreNoRearrangement() {
    XCTAssertNil(said([1, 2], [2, 1]))
    XCTAssertNotEqual(
      said([0, 1, 0, 1, 0, 1], [1, 0, 1, 0, 1, 0]),
      "Each entry holds what belongs to the entry before.")
    XCTAssertEqual(
      said([9, 4, 7, 1, 8, 2, 5, 3], [4, 7, 1, 8, 2, 5, 3, 6]),
      "Each entry holds what belongs to the entry before.")
  }

  func testNumbersOfTheirOwnForEachRowAreSaid() {
    let factors = [1.5, 0.25, 0.8]
    var yours = right
    for row in 0..<3 { for column in 0..<4 { yours[row, column] *= factors[row] } }
    XCTAssertEqual(
      said(yours, right),
      "Each row is the right one times a number of its own: 1.5 in row 0, 0.25 in row 1, 0.8 in "
        + "row 2.")
    let bias: Matrix = [[0.5, -0.3, 0.1, 0.7]]
    XCTAssertEqual(
      said(right + bias, right),
      "All that is in one column is off by the same: 0.5 in column 0, -0.3 in column 1, 0.1 in "
        + "column 2.")
  }

  func testRunningSumsAreSaid() {
    let states = sequence(4, seed: 7)
    var sums: [Matrix] = []
    for state in states { sums.append(sums.last.map { $0 + state } ?? state) }
    XCTAssertEqual(
      said(sums, states),
      "Each step holds the sum of what belongs to it and to all steps before.")
    XCTAssertEqual(
      said(states, sums), "Each right step is the sum of yours there and at all steps before.")
  }

  func testRowsThatDoNotSumToOneAreSaid() {
    let p: Matrix = [[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]]
    XCTAssertEqual(
      said([[0.3, 0.5, 0.4], [0.61, 0.2, 0.35]] as Matrix, p),
      "Each row should sum to 1; row 0 sums to 1.2.")
  }

  // MARK: Other shapes

  func testWhatIsThereOfAnotherShapeIsSaid() {
    let states = sequence(4, seed: 8)
    XCTAssertEqual(
      said(Array(states.dropLast()), states), "What is there is right; the end is missing.")
    XCTAssertEqual(
      said(Array(states.dropFirst()), states), "What is there is right; the beginning is missing.")
    XCTAssertNil(said(sequence(3, seed: 9), states))
    XCTAssertNil(said([1.0], [1.0, 2]))
  }

  // MARK: Lists and texts

  func testWhatIsTrueOfAListIsSaid() {
    func said(_ yours: [String], _ right: [String]) -> String? {
      observation(onList: yours, beside: right)
    }
    let right = ["a", "b", "c", "d"]
    XCTAssertEqual(said(["d", "c", "b", "a"], right), "They are in reverse order.")
    XCTAssertEqual(
      said(["a", "c", "b", "d"], right),
      "The right ones are there, in another order from entry 1 on.")
    XCTAssertEqual(
      said(["a", "b"], right), "What is there is right; the last 2 entries are missing.")
    XCTAssertEqual(
      said(["a", "b", "x", "c", "d"], right),
      "The rest is right; 1 entry from entry 2 on is too many.")
    XCTAssertEqual(
      observation(onList: "abcx", beside: "abcde"), "The first 3 characters are right.")
    XCTAssertNil(observation(onList: "2×1", beside: "1×2"))
    XCTAssertNil(said(["x", "y", "z", "w"], right))
    XCTAssertNil(observation(onList: 3, beside: 4))
  }

  // MARK: Nothing rather than something shaky

  /// Random numbers beside random numbers are related by nothing but luck. What may be said of them
  /// is where they are wrong, and in which direction.
  func testNothingIsSaidOfRandomNumbers() {
    var generator = SeededGenerator(seed: 1)
    for trial in 0..<400 {
      let (rows, columns) = (1 + generator.integer(below: 4), 1 + generator.integer(below: 4))
      let steps = 1 + generator.integer(below: 4)
      func draw() -> [Matrix] {
        (0..<steps).map { _ in .normal(rows: rows, columns: columns, using: &generator) }
      }
      let (yours, right) = (draw(), draw())
      let sentence = said(yours, right)
      let isDirection =
        sentence?.hasSuffix("right one.") == true || sentence?.contains(" too ") == true
      XCTAssertTrue(
        sentence == nil || isDirection && rows * columns * steps >= 8, "\(trial) \(sentence!)")
      XCTAssertNil(said(yours[0][0, 0], right[0][0, 0]))
    }
  }

  /// Each of many relations, with one number of it spoilt, must not be said.
  func testARelationThatOneNumberContradictsIsNotSaid() {
    let spoils: [(Matrix) -> Matrix] = [
      { $0 * 0.5 }, { $0 * -1 }, { $0 + 0.25 }, { $0 .* $0 }, { tanh($0) }, { 1 - $0 },
      { ($0 * 10).map { $0.rounded() } / 10 }, { $0 * 0 },
      { Matrix(rows: $0.rows, columns: $0.columns) + 3 },
    ]
    let long = right * 1.234567
    for (index, spoil) in spoils.enumerated() {
      let whole = said(spoil(long), long)
      XCTAssertEqual(whole?.hasPrefix("Every value"), true, "\(index): \(whole ?? "nothing")")
      for place in 0..<12 {
        var yours = spoil(long)
        yours[place / 4, place % 4] += 0.0137
        let sentence = said(yours, long)
        XCTAssertNotEqual(sentence, whole, "\(index)")
        let isDirection =
          sentence?.hasSuffix("0 than the right one.") == true
          || sentence?.contains(" too ") == true
        XCTAssertTrue(
          isDirection || sentence?.hasPrefix("Every value") != true, "\(index): \(sentence!)")
      }
    }
  }

  /// Of symbols drawn at random, much agrees by luck.
  func testNothingIsSaidOfRandomSymbols() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<400 {
      let count = 2 + generator.integer(below: 8)
      let (yours, right) = (
        (0..<count).map { _ in generator.integer(below: 5) },
        (0..<count).map { _ in generator.integer(below: 5) }
      )
      let sentence = self.said(yours, right) ?? ""
      for word in ["holds", "times", "square", "reverse", "exchanged", "sum", "minus"]
      where sentence.contains(word) {
        XCTFail("\(yours) for \(right): \(sentence)")
      }
    }
  }

  func testALargeResultIsLookedThroughQuickly() {
    let (yours, right) = (sequence(160, seed: 12), sequence(160, seed: 13))
    XCTAssertNotNil(Comparison(yours, right, within: 1e-9))
    XCTAssertNil(said(yours, right))
    XCTAssertNil(Comparison(sequence(170, seed: 1), sequence(170, seed: 2), within: 1e-9))
  }
}
