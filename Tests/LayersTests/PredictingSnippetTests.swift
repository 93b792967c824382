import Layers
import LinearAlgebra
import XCTest

/// The snippets of the article on answers, on generated data.
final class PredictingSnippetTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  func testClasses() throws {
    let texts = (0..<200).map { _ in (0..<3 + below(4)).map { _ in below(40) } }
    let classifier = Sequential {
      Embedding(vocabularySize: 40, size: 8)
      GRU(16)
      Dense(3, activation: .softmax)
    }
    let probabilities = try classifier.predict(texts)
    let classes = try classifier.predictClasses(texts)
    XCTAssertEqual(classes, probabilities.map { row in row.firstIndex(of: row.max()!)! })

    let spam = Sequential {
      Embedding(vocabularySize: 40, size: 8)
      GRU(16)
      Dense(1)
    }
    try spam.compile(loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01))
    try spam.fit(texts, texts.map { $0.contains { $0 < 5 } ? 1 : 0 }, epochs: 5)
    let likely = try spam.predictClasses(texts)
    let suspects = try spam.predictClasses(texts, threshold: 0.2)
    XCTAssertGreaterThan(suspects.reduce(0, +), likely.reduce(0, +))
  }

  func testDrawing() throws {
    let language = Sequential(seed: 2) {
      Embedding(vocabularySize: 12, size: 4)
      GRU(16, returnSequences: true)
      Dense(12)
    }
    var sampler = Sampler(temperature: 0.8, topK: 40, topP: 0.95, seed: 7)
    let predictor = try Predictor(model: language)
    var symbol = 3
    var text = [symbol]
    for _ in 0..<20 {
      symbol = try sampler.next(logits: predictor.logits(after: symbol))
      text.append(symbol)
    }
    XCTAssertGreaterThan(Set(text).count, 3)

    let writer = Sequential(seed: 2) {
      Embedding(vocabularySize: 12, size: 4)
      GRU(16, returnSequences: true)
      Dense(12, activation: .softmax)
    }
    let stepper = try writer.stepper()
    var drawn = 3
    for _ in 0..<20 {
      drawn = try sampler.next(
        probabilities: stepper.step([drawn])[0])
    }
    XCTAssertTrue((0..<12).contains(drawn))
  }
}
