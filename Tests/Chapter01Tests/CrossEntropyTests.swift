import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

final class CrossEntropyTests: ExerciseTestCase {
  func test_1_4_lossMatchesThePage() {
    // Chapter 01: the surprises are -log 0.2447 = 1.4076 and log 3 = 1.0986; their mean, 1.2531.
    // No logit of the first row is 0, and its maximum is not twice the target's logit: either
    // would let two mistakes give one number.
    let logits: Matrix = [[3, 2, 1], [0, 0, 0]]
    expect(
      crossEntropy(logits, targets: [1, 2]), subject(logits, [1, 2]), equals: 1.2531, within: 5e-5,
      mistakes: mistakes(logits, [1, 2]))
  }

  func test_1_4_equalLogitsCostTheLogarithmOfTheirNumber() {
    expect(
      crossEntropy([[0, 0, 0, 0]], targets: [2]), "cross-entropy of four equal logits",
      equals: 1.3863, within: 5e-5)
  }

  func test_1_4_eachRowHasItsOwnTarget() {
    // Row 0 expects symbol 0, row 1 expects symbol 1; both come, so the loss is small.
    // The other logits are not 0, or the target's place would not tell.
    let logits: Matrix = [[5, 1], [1, 5]]
    expect(
      crossEntropy(logits, targets: [0, 1]), subject(logits, [0, 1]), equals: 0.018150,
      within: 5e-7,
      mistakes: [
        .targetsInReverse: Reference.crossEntropy(logits, [1, 0]),
        .firstTargetForAll: Reference.crossEntropy(logits, [0, 0]),
      ])
  }

  func test_1_4_largeLogitsDoNotOverflow() {
    let logits: Matrix = [[10_000, 9_998], [1_000, 999]]
    let yours = crossEntropy(logits, targets: [0, 1])
    expect(
      yours.isFinite,
      orSay:
        "cross-entropy of logits near 10,000 is \(Draw.text(yours)): exp of such a logit is infinity. "
        + "Shift each row by its maximum before exp, and add the maximum back after log")
    expect(
      yours, "cross-entropy of logits near 10,000", equals: 0.7201, within: 5e-5,
      mistakes: mistakes(logits, [0, 1]))
  }

  func test_1_4_anUnlikelyTargetHasALargeSurpriseNotAnInfiniteOne() {
    let logits: Matrix = [[10_000, -10_000], [10_000, -10_000]]
    let yours = crossEntropy(logits, targets: [1, 0])
    expect(
      yours != -.infinity,
      orSay: "cross-entropy of logits of ±10,000 is -infinity: the logarithm of a number that was "
        + "rounded to 0. A single power may be 0; the sum of a row's shifted powers never is")
    expect(
      yours.isFinite,
      orSay:
        "cross-entropy of logits of ±10,000 is \(Draw.text(yours)): the target's probability was "
        + "rounded to 0 before its logarithm was taken. Go from the logits to the logarithm "
        + "without the probability between, by log-sum-exp")
    expect(
      yours, "cross-entropy of logits of ±10,000", equals: 10_000,
      // Half of the surprise at the first row, 20,000, and of none at the second: as much as the
      // logarithm of a Double can be.
      probe: (4..<373).contains(yours) ? Mistake.tinyAdded.sentence : nil)
  }

  func test_1_4_addingANumberToARowChangesNothing() {
    trials(20) { generator in
      let logits = Draw.logits(3, 4, &generator)
      let shift = Draw.shift(900, &generator)
      let targets = Draw.symbols(3, below: 4, &generator)
      let yours = crossEntropy(logits + shift, targets: targets)
      let subject = subject(logits, targets, plus: shift)
      expect(
        yours.isFinite,
        orSay: "\(subject) is \(Draw.text(yours)): shift each row by its maximum before exp")
      expect(
        yours, subject, equals: Reference.crossEntropy(logits, targets),
        mistakes: mistakes(logits + shift, targets))
    }
  }

  func test_1_4_matchesPlainLoopsOnRandomLogits() {
    trials(20) { generator in
      let (batch, size) = (2 + generator.integer(below: 3), 2 + generator.integer(below: 4))
      let logits = Draw.logits(batch, size, spread: 3, &generator)
      let targets = Draw.symbols(batch, below: size, &generator)
      expect(
        crossEntropy(logits, targets: targets), subject(logits, targets),
        equals: Reference.crossEntropy(logits, targets), mistakes: mistakes(logits, targets),
        given: ["row": Double(batch), "symbol": Double(size)])
    }
  }

  func test_1_4_aVocabularyOfOneNeverSurprises() {
    let logits: Matrix = [[3], [-700], [10_000]]
    expect(
      crossEntropy(logits, targets: [0, 0, 0]), "cross-entropy of single logits", equals: 0)
  }

  // MARK: Mistakes

  private func subject(_ logits: Matrix, _ targets: [Int], plus shift: Double = 0) -> String {
    "cross-entropy of \(Draw.text(logits, plus: shift)), targets \(targets)"
  }

  private func mistakes(_ logits: Matrix, _ targets: [Int]) -> KeyValuePairs<Mistake, Double> {
    let loss = Reference.crossEntropy(logits, targets)
    let (rows, columns) = (Double(logits.rows), Double(logits.columns))
    let probabilities = targets.indices.map { Reference.softmax(logits)[$0, targets[$0]] }
    let ofTargets = targets.indices.map { logits[$0, targets[$0]] }.reduce(0, +) / rows
    let ofMaxima = logits.rowMaxima.mean
    var shifted = logits
    for row in 0..<logits.rows {
      for column in 0..<logits.columns { shifted[row, column] -= logits.rowMaxima[row, 0] }
    }
    let powers = shifted.map { Foundation.exp($0) }
    return [
      .sumForMean: loss * rows,
      .bits: loss / Foundation.log(2),
      .overLog2: loss / 0.6931,
      .signTurned: -loss,
      .meanOverEverything: loss / columns,
      .dividedByColumns: loss * rows / columns,
      .targetsInReverse: Reference.crossEntropy(logits, targets.reversed()),
      .firstTargetForAll: Reference.crossEntropy(logits, targets.map { _ in targets[0] }),
      .rowForTarget: logits.rows <= logits.columns
        ? Reference.crossEntropy(logits, Array(targets.indices)) : loss,
      .targetNotSubtracted: loss + ofTargets,
      .maximumNotAddedBack: loss - ofMaxima,
      .targetShifted: loss + ofMaxima,
      .twoSignsTurned: loss - 2 * (ofMaxima - ofTargets),
      .noLogarithm: ofMaxima + powers.sum / rows - ofTargets,
      .logarithmOfEachShiftedPower: ofMaxima + shifted.sum / rows - ofTargets,
      .logarithmOfEachPower: logits.sum / rows - ofTargets,
      .logarithmOfEachPower: logits.map { Foundation.log(Foundation.exp($0)) }.sum / rows
        - ofTargets,
      .logarithmOfTheMean: -Foundation.log(probabilities.reduce(0, +) / rows),
      .probabilityForSurprise: probabilities.reduce(0, +) / rows,
      .minusProbability: -probabilities.reduce(0, +) / rows,
    ]
  }
}
