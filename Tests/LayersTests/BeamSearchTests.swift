import LinearAlgebra
import XCTest

@testable import Layers

/// Beam search against all sequences that there are, alone and with a stepper.
final class BeamSearchTests: XCTestCase {
  private let symbols = 4

  /// Random log probabilities of the next symbol, which depend on all before it.
  private func logs(after prefix: [Int], seed: UInt64) -> [Double] {
    var generator = SeededGenerator(
      seed: prefix.reduce(seed) { mixed($0, $1 + 1) })
    let scores = (0..<symbols).map { _ in Double.exp(2 * generator.normal()) }
    return scores.map { Double.log($0 / scores.reduce(0, +)) }
  }

  /// All sequences of at most so many symbols, with their log probabilities.
  private func all(
    _ prefix: [Int], _ sum: Double, longest: Int, _ logs: ([Int]) throws -> [Double]
  ) rethrows -> [(symbols: [Int], log: Double, length: Int)] {
    if prefix.count == longest { return [(prefix, sum, longest)] }
    let next = try logs(prefix)
    let end = (prefix, sum + next[0], prefix.count + 1)
    return try [end]
      + (1..<symbols).flatMap {
        try all(prefix + [$0], sum + next[$0], longest: longest, logs)
      }
  }

  private func search(_ search: BeamSearch, seed: UInt64) throws -> [BeamSearch.Hypothesis] {
    var prefixes: [[Int]] = [[]]
    return try search.run { rows, symbols in
      if !symbols.isEmpty { prefixes = zip(rows, symbols).map { prefixes[$0] + [$1] } }
      return prefixes.map { logs(after: $0, seed: seed) }
    }
  }

  func testAllBeamsFindWhatThereIs() throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      for penalty in [0, 0.6, 1] {
        let found = try search(
          BeamSearch(width: 1000, end: 0, longest: 4, lengthPenalty: penalty), seed: seed)
        let wanted = all([], 0, longest: 4) { logs(after: $0, seed: seed) }
          .map { ($0.symbols, $0.log / Double.exp(penalty * Double.log(Double($0.length)))) }
          .sorted { $0.1 > $1.1 }
        XCTAssertEqual(found.count, 121)
        for (one, other) in zip(found, wanted) {
          XCTAssertEqual(one.score, other.1, accuracy: 1e-9)
          XCTAssertEqual(one.symbols, other.0)
          XCTAssertEqual(one.isComplete, one.symbols.count < 4)
        }
      }
    }
  }

  /// It never ends before a better sequence could come, with few beams as with many.
  func testItEndsWhenNothingBetterCanCome() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      for penalty in [0, 1.0] {
        let all = try search(
          BeamSearch(width: 1000, end: 0, longest: 4, lengthPenalty: penalty), seed: seed)
        let few = try search(
          BeamSearch(width: 64, end: 0, longest: 4, lengthPenalty: penalty), seed: seed)
        XCTAssertEqual(few[0], all[0])
      }
    }
  }

  func testOneBeamIsGreedy() throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      var (prefix, sum) = ([Int](), 0.0)
      while prefix.count < 6 {
        let next = logs(after: prefix, seed: seed)
        let likely = next.indices.max { next[$0] < next[$1] }!
        sum += next[likely]
        if likely == 0 { break }
        prefix.append(likely)
      }
      let found = try search(BeamSearch(width: 1, end: 0, longest: 6), seed: seed)
      XCTAssertEqual(found.map(\.symbols), [prefix])
      XCTAssertEqual(found[0].logProbability, sum, accuracy: 1e-12)
    }
  }

  /// Sequences of a model, whose probabilities `predict` gives.
  func testAStepperFindsTheLikeliest() throws {
    let (source, target) = (Input.symbols(), Input.symbols())
    let embed = Embedding(vocabularySize: 6, size: 5)
    let (encoded, state) = GRU(6, returnSequences: true).withState(embed(source))
    let decoded = GRU(6, returnSequences: true)(embed(target), initialState: state)
    let found = Attention(scale: .one)(query: decoded, value: encoded)
    let head = Dense(symbols, activation: .softmax)
    let model = try Model(
      inputs: [source, target], outputs: [head(Concatenate()(found, decoded))], seed: 3)
    // Larger weights make some sequences far more likely than others.
    try model.setTensors(
      model.tensors.map {
        try Tensor(name: $0.name, shape: $0.shape, values: $0.values.map { 3 * $0 })
      })
    let stepper = try model.stepper(stepping: [1])
    for question in [[1, 2, 3], [5, 4]] {
      let wanted = try all([], 0, longest: 3) { prefix in
        let likely = try model.predictSequences(([question], [[5] + prefix]))[0].last!
        return likely.map { Double.log(Double($0)) }
      }.sorted { $0.log > $1.log }
      try stepper.begin([question])
      let found = try BeamSearch(width: 100, end: 0, longest: 3).decode(stepper, begin: 5)
      XCTAssertEqual(found.map(\.symbols), wanted.map(\.symbols))
      XCTAssertEqual(found[0].logProbability, wanted[0].log, accuracy: 1e-9)
      // The total of all that can be is 1.
      let total = found.reduce(0) { $0 + Double.exp($1.logProbability) }
      XCTAssertEqual(total, 1, accuracy: 1e-5)
    }
  }

  func testMessages() throws {
    func message(_ search: BeamSearch, _ stepper: Stepper? = nil) -> String {
      do {
        if let stepper {
          _ = try search.decode(stepper, begin: 0)
        } else {
          _ = try search.run { _, _ in [[0]] }
        }
        return "no error"
      } catch { return "\(error)" }
    }
    XCTAssertEqual(
      message(BeamSearch(width: 0, end: 0, longest: 2)),
      "a beam search keeps 0 sequences; it keeps at least 1")
    XCTAssertEqual(
      message(BeamSearch(end: 0, longest: 0)),
      "a beam search ends after 0 symbols; it needs at least 1")
    XCTAssertEqual(
      message(BeamSearch(end: 0, longest: 2, lengthPenalty: -1)),
      "a length penalty of -1.0; it is at least 0 and finite")
    let logits = try Sequential {
      Embedding(vocabularySize: 3, size: 2)
      LSTM(3, returnSequences: true)
    }.stepper()
    XCTAssertTrue(
      message(BeamSearch(end: 0, longest: 2), logits).hasPrefix(
        "a beam search expected probabilities, which softmax gives, got ["))
    try logits.begin(rows: 2)
    XCTAssertEqual(
      message(BeamSearch(end: 0, longest: 2), logits),
      "a beam search begins with one row, got a stepper of 2")
  }
}
