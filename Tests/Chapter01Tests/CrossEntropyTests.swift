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
      equals: 1.3863, within: 5e-5, mistakes: mistakes([[0, 0, 0, 0]], [2]))
  }

  func test_1_4_eachRowHasItsOwnTarget() {
    // Row 0 expects symbol 0, row 1 expects symbol 1; both come, so the loss is small.
    let logits: Matrix = [[5, 0], [0, 5]]
    expect(
      crossEntropy(logits, targets: [0, 1]), subject(logits, [0, 1]), equals: 0.006715,
      within: 5e-7,
      mistakes: mistakes(logits, [0, 1]))
  }

  func test_1_4_largeLogitsDoNotOverflow() {
    let logits: Matrix = [[10_000, 9_999], [1_000, 999]]
    let yours = crossEntropy(logits, targets: [0, 1])
    expect(
      yours.isFinite,
      orSay:
        "cross-entropy of logits near 10,000 is \(Draw.text(yours)): exp of such a logit is infinity. "
        + "Shift each row by its maximum before exp, and add the maximum back after log")
    expect(
      yours, "cross-entropy of logits near 10,000", equals: 0.8133, within: 5e-5,
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
      mistakes: mistakes(logits, [1, 0]))
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
        equals: Reference.crossEntropy(logits, targets), mistakes: mistakes(logits, targets))
    }
  }

  func test_1_4_aVocabularyOfOneNeverSurprises() {
    let logits: Matrix = [[3], [-700], [10_000]]
    expect(
      crossEntropy(logits, targets: [0, 0, 0]), "cross-entropy of single logits", equals: 0,
      mistakes: mistakes(logits, [0, 0, 0]))
  }

  // MARK: Perplexity

  func test_1_5_perplexityMatchesThePage() {
    // Chapter 01: a loss of 1.2531 nats is a choice among 3.5012 symbols.
    expect(
      perplexity(1.2531), "perplexity of 1.2531 nats", equals: 3.5012, within: 5e-5,
      mistakes: perplexityMistakes(1.2531))
  }

  func test_1_5_aModelThatIsNeverSurprisedHasPerplexityOne() {
    expect(
      perplexity(0), "perplexity of 0 nats", equals: 1, mistakes: perplexityMistakes(0))
  }

  func test_1_5_equallyLikelySymbolsAreCounted() {
    trials(20) { generator in
      let size = 2 + generator.integer(below: 999)
      let loss = Foundation.log(Double(size))
      expect(
        perplexity(loss), "perplexity of log \(size)", equals: Double(size),
        mistakes: perplexityMistakes(loss))
    }
  }

  // MARK: Mistakes

  private func subject(_ logits: Matrix, _ targets: [Int], plus shift: Double = 0) -> String {
    "cross-entropy of \(Draw.text(logits, plus: shift)), targets \(targets)"
  }

  private func mistakes(_ logits: Matrix, _ targets: [Int]) -> KeyValuePairs<String, Double> {
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
      "This is the sum of the surprises; the loss is their mean.": loss * rows,
      "This is in bits, the logarithm to base 2; this book measures in nats, base e.":
        loss / Foundation.log(2),
      "This is in bits, a loss in nats over 0.6931; this book measures in nats.": loss / 0.6931,
      "The sign is turned: a surprise is minus the logarithm of a probability.": -loss,
      "This is the surprise over V as well; the mean is over the rows alone.": loss / columns,
      "This is the sum over the number of columns; a mean over the rows has the rows below it.":
        loss * rows / columns,
      "The targets are taken in reverse: row 0 belongs to the first of them.":
        Reference.crossEntropy(logits, targets.reversed()),
      "Every row is judged by the first target; row t has target t.":
        Reference.crossEntropy(logits, targets.map { _ in targets[0] }),
      "Every row is judged by the symbol of its own number; the target stands in targets.":
        logits.rows <= logits.columns
        ? Reference.crossEntropy(logits, Array(targets.indices)) : .nan,
      "This is the log-sum-exp alone; the target's logit is still to be subtracted.":
        loss + ofTargets,
      "The maximum was subtracted before exp and not added back after log.": loss - ofMaxima,
      "The target's logit was shifted as well; take it as it stands, once the maximum is back.":
        loss + ofMaxima,
      "The maximum and the target's logit have their signs turned: the maximum goes back on, the "
        + "target's logit comes off.": loss - 2 * (ofMaxima - ofTargets),
      "The sum of the powers went in without its logarithm; it is the log of the sum that counts.":
        ofMaxima + powers.sum / rows - ofTargets,
      "The logarithm was taken of each power, which undoes the exp; add the powers up first.":
        ofMaxima + shifted.sum / rows - ofTargets,
      "The logarithm was taken of each power, which undoes the exp; sum the powers first.":
        logits.sum / rows - ofTargets,
      "This is the logarithm of the mean probability; take each logarithm first, then the mean.":
        -Foundation.log(probabilities.reduce(0, +) / rows),
      "This is the mean probability of the targets; the loss is minus its logarithm, row by row.":
        probabilities.reduce(0, +) / rows,
      "This is minus the mean probability; it is the logarithm of each that is a surprise.":
        -probabilities.reduce(0, +) / rows,
    ]
  }

  private func perplexityMistakes(_ loss: Double) -> KeyValuePairs<String, Double> {
    [
      "This is 2 to the power of the loss; a loss in nats is an exponent of e.":
        Foundation.pow(2, loss),
      "The loss was turned into bits, and those are an exponent of 2; e takes the nats.":
        Foundation.exp(loss / Foundation.log(2)),
      "The loss was divided by 0.6931 and so is in bits; e takes the nats as they are.":
        Foundation.exp(loss / 0.6931),
      "The sign is turned: this is the probability that goes with the loss.":
        Foundation.exp(-loss),
      "This is the logarithm of the loss; perplexity undoes a logarithm.": Foundation.log(loss),
      "This is the loss itself; perplexity is the number of symbols that it stands for.": loss,
      "This is one less than the perplexity: zero nats is one possible symbol, not none.":
        Foundation.exp(loss) - 1,
    ]
  }
}
