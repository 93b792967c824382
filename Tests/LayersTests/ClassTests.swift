import LinearAlgebra
import XCTest

@testable import Layers

/// Classes in place of probabilities, and classes that are drawn.
final class ClassTests: XCTestCase {
  private func classifier(_ units: Int, _ activation: ActivationFunction) -> Sequential {
    Sequential(seed: 4) {
      Embedding(vocabularySize: 6, size: 3)
      LSTM(4)
      Dense(units, activation: activation)
    }
  }

  private let x = [[1, 2, 3], [4], [5, 5, 1, 2], [3, 0], [2]]

  func testTheLikeliestClass() throws {
    for activation in [ActivationFunction.softmax, .linear] {
      let model = classifier(3, activation)
      let wanted = try model.predict(x).map { row in row.firstIndex(of: row.max()!)! }
      XCTAssertEqual(try model.predictClasses(x), wanted)
      XCTAssertEqual(try Model(model).predictClasses(x, batchSize: 2, threads: 2), wanted)
      XCTAssertGreaterThan(Set(wanted).count, 1)
    }
  }

  func testTheClassOfEachStep() throws {
    let model = Sequential(seed: 2) {
      Embedding(vocabularySize: 6, size: 3)
      LSTM(4, returnSequences: true)
      Dense(3, activation: .softmax)
    }
    let wanted = try model.predictSequences(x).map {
      $0.map { row in row.firstIndex(of: row.max()!)! }
    }
    XCTAssertEqual(try model.predictClassSequences(x), wanted)
    XCTAssertEqual(try Model(model).predictClassSequences(x), wanted)
    XCTAssertEqual(
      message { _ = try model.predictClasses(x) }, message { _ = try model.predict(x) })
  }

  func testOneOutput() throws {
    let sigmoid = classifier(1, .sigmoid)
    let likely = try sigmoid.predict(x).map { $0[0] }
    XCTAssertEqual(try sigmoid.predictClasses(x), likely.map { $0 > 0.5 ? 1 : 0 })
    let middle = Double(likely.sorted()[2])
    let split = try sigmoid.predictClasses(x, threshold: middle)
    XCTAssertEqual(split.reduce(0, +), 2)
    // The same as logits.
    let logits = classifier(1, .linear)
    let sentence =
      "layer 2 (Dense) gives one number, which is no class; a sigmoid makes a probability of it, or "
      + "binaryCrossEntropy a logit"
    XCTAssertEqual(message { _ = try logits.predictClasses(x) }, sentence)
    try logits.compile(loss: .meanSquaredError)
    XCTAssertEqual(message { _ = try logits.predictClasses(x) }, sentence)
    try logits.compile(loss: .binaryCrossEntropy)
    XCTAssertEqual(try logits.predictClasses(x), try sigmoid.predictClasses(x))
    XCTAssertEqual(try logits.predictClasses(x, threshold: middle), split)
    let graph = try Model(logits)
    try graph.compile(loss: .binaryCrossEntropy)
    XCTAssertEqual(try graph.predictClasses(x, threshold: middle), split)
    XCTAssertEqual(
      message { _ = try sigmoid.predictClasses(x, threshold: 1) },
      "the threshold is 1.0; it is a probability above 0 and below 1")
    XCTAssertEqual(try sigmoid.predictClasses([[Int]]()), [])
  }

  // MARK: Drawing

  private func drawn(_ sampler: Sampler, _ logits: [Double], count: Int = 4000) throws -> [Double] {
    var (sampler, counts) = (sampler, logits.map { _ in 0.0 })
    for _ in 0..<count { counts[try sampler.next(logits: logits)] += 1 / Double(count) }
    return counts
  }

  /// 4,000 draws: a share of p has a deviation of at most 0.008.
  func testSharesAreProbabilities() throws {
    let logits = [0.5, 0.2, 0.2, 0.1].map { Double.log($0) + 3 }
    func expect(_ sampler: Sampler, _ shares: [Double], line: UInt = #line) throws {
      for (share, wanted) in zip(try drawn(sampler, logits), shares) {
        XCTAssertEqual(share, wanted, accuracy: wanted == 0 ? 0 : 0.035, line: line)
      }
    }
    try expect(Sampler(seed: 1), [0.5, 0.2, 0.2, 0.1])
    try expect(Sampler(temperature: 0.5, seed: 2), [25, 4, 4, 1].map { $0 / 34 })
    try expect(Sampler(topK: 2, seed: 3), [5.0 / 7, 2.0 / 7, 0, 0])
    try expect(Sampler(topP: 0.6, seed: 4), [5.0 / 7, 2.0 / 7, 0, 0])
    try expect(Sampler(topK: 3, topP: 0.1, seed: 5), [1, 0, 0, 0])
    try expect(Sampler(temperature: 0), [1, 0, 0, 0])
  }

  func testASeedDrawsTheSame() throws {
    var (one, other, third) = (Sampler(seed: 9), Sampler(seed: 9), Sampler(seed: 10))
    let shares: [Float] = [0.25, 0.25, 0.5]
    func drawn(_ sampler: inout Sampler) throws -> [Int] {
      try (0..<50).map { _ in try sampler.next(probabilities: shares) }
    }
    let first = try drawn(&one)
    XCTAssertEqual(try drawn(&other), first)
    XCTAssertNotEqual(try drawn(&third), first)
    XCTAssertEqual(Sampler.likeliest(shares), 2)
    XCTAssertEqual(Sampler.likeliest([1, 3, 3]), 1)
  }

  func testWhatCannotBeDrawnFrom() {
    func expect(
      _ sentence: String, _ logits: [Float], by sampler: Sampler = Sampler(), line: UInt = #line
    ) {
      var sampler = sampler
      XCTAssertEqual(message { _ = try sampler.next(logits: logits) }, sentence, line: line)
    }
    expect("there is no class to choose from", [])
    expect("there is no class to choose from", [-.infinity, -.infinity])
    expect("the logit of class 1 is nan; logits are numbers below infinity", [0, .nan])
    expect(
      "a sampler has the temperature -1.0; it is at least 0, and finite", [0],
      by: Sampler(temperature: -1))
    expect("a sampler draws from 0 classes; it needs at least 1", [0], by: Sampler(topK: 0))
    expect(
      "a sampler draws from classes of the probability 0.0; it is above 0 and at most 1",
      [0], by: Sampler(topP: 0))
    var sampler = Sampler()
    XCTAssertEqual(
      message { _ = try sampler.next(probabilities: [0.5, -0.5]) },
      "the probability of class 1 is -0.5; probabilities are at least 0, and next(logits:) takes other "
        + "numbers")
    XCTAssertEqual(
      message { _ = try sampler.next(probabilities: [0.0, 0]) }, "there is no class to choose from")
  }
}
