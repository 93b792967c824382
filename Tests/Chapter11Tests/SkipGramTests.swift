import CourseTesting
import LinearAlgebra
import WordVectors
import XCTest

final class SkipGramTests: ExerciseTestCase {
  private func named(_ result: SkipGramGradients) -> Named {
    Named(["loss", "dE", "dC"], [[[result.loss]], result.words, result.contexts])
  }

  private func expectStep(
    _ model: SkipGram, _ batch: SkipGramBatch, within tolerance: Double = 1e-9, line: UInt = #line
  ) {
    func wrong(_ flaw: Reference.SkipGramFlaw) -> Named {
      Reference.skipGram(model, batch, flaw: flaw)
    }
    expect(
      named(model.gradients(on: batch)), "loss and gradients",
      equals: Reference.skipGram(model, batch), within: tolerance,
      mistakes: [
        .summed: wrong(.summed), .meanOfAllScores: wrong(.meanOfAllScores),
        .negativesAsNeighbours: wrong(.negativesAsNeighbours),
        .labelsExchanged: wrong(.neighbourAsNegative),
        .slopeWithoutLabel: wrong(.slopeWithoutLabel),
        .negativesWithoutGradient: wrong(.negativesWithoutGradient),
        .neighbourWithoutGradient: wrong(.neighbourWithoutGradient),
        .rowsOverwritten: wrong(.overwritten), .tablesExchanged: wrong(.exchanged),
        .gradientsNotDivided: wrong(.notDivided),
      ], line: line)
  }

  func test_11_5_theExampleOnThePage() {
    let model = SkipGram(
      words: [[1, 2], [0, 0], [0, 0]], contexts: [[0, 0], [0.5, -0.25], [1.0986122886681098, 0]])
    expectStep(model, SkipGramBatch(centres: [0], neighbours: [1], negatives: [[2]]))
  }

  func test_11_5_aWordThatComesTwice() {
    let model = SkipGram(
      words: [[0.5, -1], [1, 0.25], [-0.5, 2]], contexts: [[1, 1], [0.5, -2], [-1, 0.25]])
    expectStep(
      model, SkipGramBatch(centres: [0, 0, 2], neighbours: [1, 1, 0], negatives: [[1, 2, 0]]))
  }

  func test_11_5_manyNegatives() {
    trials(10) { generator in
      let (size, width, count) = (4, 3, 1 + generator.integer(below: 6))
      let model = SkipGram(
        words: .normal(rows: size, columns: width, using: &generator),
        contexts: .normal(rows: size, columns: width, using: &generator))
      func draw() -> [Int] { (0..<count).map { _ in generator.integer(below: size) } }
      expectStep(
        model,
        SkipGramBatch(
          centres: draw(), neighbours: draw(),
          negatives: (0..<2 + generator.integer(below: 4)).map { _ in draw() }))
    }
  }

  func test_11_5_noNegatives() {
    let model = SkipGram(words: [[1, 0.5], [0, -1]], contexts: [[-1, 2], [0.5, 0.5]])
    expectStep(model, SkipGramBatch(centres: [0, 1], neighbours: [1, 0], negatives: []))
  }

  func test_11_5_largeScoresStayNumbers() {
    let model = SkipGram(words: [[40, 30]], contexts: [[-20, 0]])
    let loss = model.gradients(
      on: SkipGramBatch(centres: [0], neighbours: [0], negatives: [])
    ).loss
    expect(
      loss, "loss of a neighbour with the score -800", equals: 800,
      mistakes: [.logOfZero: .infinity, .logOfZero: .nan])
  }

  func test_11_5_agreesWithPyTorch() throws {
    for golden in try Golden.read().skipGrams {
      let result = SkipGram(words: Matrix(golden.words), contexts: Matrix(golden.contexts))
        .gradients(
          on: SkipGramBatch(
            centres: golden.centres, neighbours: golden.neighbours, negatives: golden.negatives))
      expect(
        named(result), "loss and gradients beside PyTorch",
        equals: Named(
          ["loss", "dE", "dC"],
          [
            [[golden.loss]], Matrix(golden.wordGradient), Matrix(golden.contextGradient),
          ]), within: 1e-9)
    }
  }
}
