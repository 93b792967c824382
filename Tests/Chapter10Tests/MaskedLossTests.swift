import CourseTesting
import LinearAlgebra
import UnequalLengths
import XCTest

/// Exercise 10.5: a loss of what counts.
final class MaskedLossTests: ExerciseTestCase {
  private struct Case {
    var logits: [Matrix]
    var targets: [[Int]]
    var mask: [Matrix]

    var rows: Int { logits[0].rows }
    var places: Double { Double(rows * logits.count) }
    var counted: Double { mask.reduce(0) { $0 + $1.values.reduce(0, +) } }

    /// The sum over all places of a weight times the surprise there.
    func loss(_ weight: (_ step: Int, _ row: Int) -> Double) -> Double {
      var sum = 0.0
      for step in logits.indices {
        for row in 0..<rows {
          sum += weight(step, row) * Plain.surprise(logits[step], row, targets[step][row]).0
        }
      }
      return sum
    }

    func gradients(_ weight: (_ step: Int, _ row: Int) -> Double) -> [Matrix] {
      logits.indices.map { step in
        build(rows, logits[step].columns) { row, column in
          weight(step, row) * Plain.surprise(logits[step], row, targets[step][row]).1[column]
        }
      }
    }

    /// What comes of the weights that well-known mistakes give a place.
    func mistakes<Value>(
      _ value: ((_ step: Int, _ row: Int) -> Double) -> Value
    ) -> KeyValuePairs<Mistake, Value> {
      let (all, counted) = (places, max(counted, 1))
      func m(_ step: Int, _ row: Int) -> Double { mask[step][row, 0] }
      func length(_ row: Int) -> Double { max(mask.reduce(0) { $0 + $1[row, 0] }, 1) }
      func breadth(_ step: Int) -> Double { max(mask[step].values.reduce(0, +), 1) }
      let (steps, rows) = (Double(logits.count), Double(rows))
      let hasAny = self.counted > 0 ? 1.0 : 0
      return [
        .overAllPlaces: value { m($0, $1) / all },
        .paddingCounts: value { _, _ in 1 / all },
        .paddingCountsMore: value { _, _ in hasAny / counted },
        .notDivided: value(m),
        .overTheRows: value { m($0, $1) / rows },
        .overTheSteps: value { m($0, $1) / steps },
        .meanOfSentences: value { m($0, $1) / length($1) / rows },
        .meanOfSteps: value { m($0, $1) / breadth($0) / steps },
        // The loss itself is then right.
        .rowsTwice: value { m($0, $1) / counted / rows },
        .rowsTwice: value { m($0, $1) / counted },
        .lossMaskTurned: value { (1 - m($0, $1)) / max(all - self.counted, 1) },
      ]
    }
  }

  private func expectLoss(_ it: Case, _ name: String = "", line: UInt = #line) {
    let yours = maskedCrossEntropy(it.logits, targets: it.targets, mask: it.mask)
    let weight: (Int, Int) -> Double = { it.mask[$0][$1, 0] / max(it.counted, 1) }
    expect(
      yours.loss, "loss\(name)", equals: it.loss(weight), within: 1e-10,
      mistakes: it.mistakes(it.loss), line: line)
    expect(
      yours.logitGradients, "gradients of the logits\(name)", equals: it.gradients(weight),
      within: 1e-10, mistakes: it.mistakes(it.gradients), line: line)
  }

  private func random(
    _ lengths: [Int], steps: Int, _ size: Int, using generator: inout SeededGenerator
  ) -> Case {
    Case(
      logits: (0..<steps).map { _ in generator.normal(lengths.count, size) },
      targets: (0..<steps).map { _ in lengths.map { _ in generator.integer(below: size) } },
      mask: rightMask(lengths, steps: steps))
  }

  func test_10_5_unequalLengths() {
    trials(10) { generator in
      let steps = 1 + generator.size(5)
      let lengths = (0..<generator.size(4)).map { _ in 1 + generator.integer(below: steps) }
      expectLoss(random(lengths, steps: steps, generator.size(4), using: &generator))
    }
  }

  func test_10_5_theLossOfThePage() {
    // Surprises of 2, 1 and 3 nats, and two places of padding at which a model is sure.
    func row(_ surprise: Double) -> [Double] { [-surprise, log(1 - exp(-surprise))] }
    let it = Case(
      logits: [
        Matrix([row(2), row(1)]), Matrix([row(3), row(0.01)]), Matrix([row(0.01), row(0.01)]),
      ],
      targets: [[0, 0], [0, 0], [0, 0]], mask: rightMask([2, 1], steps: 3))
    expectLoss(it, " of the page")
  }

  func test_10_5_paddingOnTheLeftOrAmid() {
    trials(5) { generator in
      var it = random([3, 3, 3], steps: 3, 3, using: &generator)
      it.mask = it.mask.map { _ in generator.mask(3) }
      it.mask[1][0, 0] = 1
      expectLoss(it)
    }
  }

  func test_10_5_targetsOfPaddingMayBeAnything() {
    var generator = SeededGenerator(seed: 7)
    let it = random([1, 3], steps: 3, 3, using: &generator)
    let weight: (Int, Int) -> Double = { it.mask[$0][$1, 0] / it.counted }
    for strange in [-1, 3] {
      var targets = it.targets
      (targets[1][0], targets[2][0]) = (strange, strange)
      let yours = maskedCrossEntropy(it.logits, targets: targets, mask: it.mask)
      expect(
        yours.loss, "loss where targets of padding are \(strange)", equals: it.loss(weight),
        within: 1e-10)
      expect(
        yours.logitGradients, "gradients where targets of padding are \(strange)",
        equals: it.gradients(weight), within: 1e-10)
    }
  }

  func test_10_5_nothingCounts() {
    var generator = SeededGenerator(seed: 5)
    expectLoss(random([0, 0], steps: 2, 3, using: &generator), " of nothing but padding")
  }

  func test_10_5_morePaddingChangesNothing() {
    var generator = SeededGenerator(seed: 6)
    var it = random([2, 3], steps: 3, 3, using: &generator)
    let short = maskedCrossEntropy(it.logits, targets: it.targets, mask: it.mask).loss
    for _ in 0..<20 {
      it.logits.append(generator.normal(2, 3, 5))
      it.targets.append([0, 2])
      it.mask.append([[0], [0]])
    }
    expect(
      maskedCrossEntropy(it.logits, targets: it.targets, mask: it.mask).loss,
      "loss with 20 more steps of padding, beside that without", equals: short, within: 1e-12)
    expectLoss(it, " with 20 more steps of padding")
  }

  func test_10_5_theSameAsPyTorchs() throws {
    for golden in try Golden.read().losses {
      let yours = maskedCrossEntropy(
        golden.logits.map { Matrix($0) }, targets: golden.targets,
        mask: rightMask(golden.lengths, steps: golden.logits.count))
      expect(yours.loss, "loss, \(golden.name)", equals: golden.loss, within: 1e-11)
      expect(
        yours.logitGradients, "gradients of the logits, \(golden.name)",
        equals: golden.logitsGradient.map { Matrix($0) }, within: 1e-11)
    }
  }
}
