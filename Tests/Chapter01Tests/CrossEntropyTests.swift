import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

final class CrossEntropyTests: ExerciseTestCase {
  func test_1_4_lossMatchesThePage() {
    // Chapter 01: the surprises are -log 0.2447 = 1.4076 and log 3 = 1.0986; their mean, 1.2531.
    let logits: Matrix = [[2, 1, 0], [0, 0, 0]]
    expect(
      crossEntropy(logits, targets: [1, 2]), "cross-entropy", equals: 1.2531, within: 5e-5,
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
      crossEntropy(logits, targets: [0, 1]), "cross-entropy", equals: 0.006715, within: 5e-7,
      mistakes: mistakes(logits, [0, 1]))
  }

  func test_1_4_largeLogitsDoNotOverflow() {
    let logits: Matrix = [[10_000, 9_999], [1_000, 999]]
    let yours = crossEntropy(logits, targets: [0, 1])
    expect(
      yours.isFinite,
      orSay: "cross-entropy of logits near 10,000 is \(yours): exp of such a logit is infinity. "
        + "Shift each row by its maximum before exp, and add the maximum back after log")
    expect(
      yours, "cross-entropy of logits near 10,000", equals: 0.8133, within: 5e-5,
      mistakes: mistakes(logits, [0, 1]))
  }

  func test_1_4_anUnlikelyTargetHasALargeSurpriseNotAnInfiniteOne() {
    let logits: Matrix = [[10_000, -10_000], [10_000, -10_000]]
    let yours = crossEntropy(logits, targets: [1, 0])
    expect(
      yours.isFinite,
      orSay: "cross-entropy of logits of ±10,000 is \(yours): the target's probability was "
        + "rounded to 0 before its logarithm was taken. Go from the logits to the logarithm "
        + "without the probability between, by log-sum-exp")
    expect(
      yours, "cross-entropy of logits of ±10,000", equals: 10_000,
      mistakes: mistakes(logits, [1, 0]))
  }

  func test_1_4_addingANumberToARowChangesNothing() {
    trials(20) { generator in
      let logits = Matrix.normal(rows: 3, columns: 4, using: &generator)
      let shift = generator.uniform(in: -900...900)
      let targets = Draw.symbols(3, below: 4, &generator)
      let yours = crossEntropy(logits + shift, targets: targets)
      let subject = "cross-entropy of logits + \(String(format: "%.2f", shift))"
      expect(
        yours.isFinite, orSay: "\(subject) is \(yours): shift each row by its maximum before exp")
      expect(
        yours, subject, equals: Reference.crossEntropy(logits, targets),
        mistakes: mistakes(logits + shift, targets))
    }
  }

  func test_1_4_matchesPlainLoopsOnRandomLogits() {
    trials(20) { generator in
      let (batch, size) = (2 + generator.integer(below: 6), 2 + generator.integer(below: 7))
      let logits = Matrix.normal(
        rows: batch, columns: size, standardDeviation: 3, using: &generator)
      let targets = Draw.symbols(batch, below: size, &generator)
      expect(
        crossEntropy(logits, targets: targets), "cross-entropy of \(logits.shape)",
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

  private func mistakes(_ logits: Matrix, _ targets: [Int]) -> KeyValuePairs<String, Double> {
    let loss = Reference.crossEntropy(logits, targets)
    let rows = Double(logits.rows)
    let probabilities = targets.indices.map { Reference.softmax(logits)[$0, targets[$0]] }
    let ofTargets = targets.indices.map { logits[$0, targets[$0]] }.reduce(0, +) / rows
    let ofMaxima = logits.rowMaxima.mean
    return [
      "This is the sum of the surprises; the loss is their mean.": loss * rows,
      "This is in bits, the logarithm to base 2; this book measures in nats, base e.":
        loss / Foundation.log(2),
      "The sign is turned: a surprise is minus the logarithm of a probability.": -loss,
      "This is the surprise over V as well; the mean is over the rows alone.":
        loss / Double(logits.columns),
      "The targets are taken in reverse: row 0 belongs to the first of them.":
        Reference.crossEntropy(logits, targets.reversed()),
      "Every row is judged by the first target; row t has target t.":
        Reference.crossEntropy(logits, targets.map { _ in targets[0] }),
      "This is the log-sum-exp alone; the target's logit is still to be subtracted.":
        loss + ofTargets,
      "The maximum was subtracted before exp and not added back after log.": loss - ofMaxima,
      "This is the logarithm of the mean probability; take each logarithm first, then the mean.":
        -Foundation.log(probabilities.reduce(0, +) / rows),
      "This is the mean probability of the targets; the loss is minus its logarithm, row by row.":
        probabilities.reduce(0, +) / rows,
    ]
  }

  private func perplexityMistakes(_ loss: Double) -> KeyValuePairs<String, Double> {
    [
      "This is 2 to the power of the loss; a loss in nats is an exponent of e.":
        Foundation.pow(2, loss),
      "The sign is turned: this is the probability that goes with the loss.":
        Foundation.exp(-loss),
      "This is the logarithm of the loss; perplexity undoes a logarithm.": Foundation.log(loss),
      "This is the loss itself; perplexity is the number of symbols that it stands for.": loss,
      "This is one less than the perplexity: zero nats is one possible symbol, not none.":
        Foundation.exp(loss) - 1,
    ]
  }
}
