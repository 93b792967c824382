import Layers
import LinearAlgebra
import XCTest

/// What the articles on states and on attention show, on generated data.
final class StateSnippetTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  /// Digits backwards, with attention: trained with the right answer so far, then decoded without it.
  func testDigitsBackwards() throws {
    let sources = (0..<2000).map { _ in (0..<2 + below(4)).map { _ in below(10) } }
    let answers = sources.map { Array($0.reversed()) }
    let (begin, end) = (10, 11)

    let source = Input.symbols(named: "source")
    let target = Input.symbols(named: "target")
    let embed = Embedding(vocabularySize: 12, size: 16)
    let (encoded, state) = Bidirectional(GRU(16, returnSequences: true)).withState(embed(source))
    let decoded = GRU(32, returnSequences: true)(
      embed(target), initialState: [Concatenate()(state)])
    let (found, weights) = AdditiveAttention(24).withWeights(query: decoded, value: encoded)
    let next = Dense(12, activation: .softmax)(Concatenate()(found, decoded))

    let model = try Model(inputs: [source, target], outputs: [next])
    try model.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adam(learningRate: 0.01, clipping: .norm(1)), metrics: [.accuracy])
    let history = try model.fit(
      (sources, answers.map { [begin] + $0 }), answers.map { $0 + [end] }, epochs: 8)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.97)

    // Greedily, symbol by symbol.
    let stepper = try model.stepper(stepping: [1])
    let search = BeamSearch(width: 3, end: end, longest: 8)
    var right = 0
    for _ in 0..<50 {
      let question = (0..<2 + below(4)).map { _ in below(10) }
      try stepper.begin([question])
      var answer: [Int] = []
      var symbol = begin
      while symbol != end && answer.count < 8 {
        let likely = try stepper.step([symbol])[0]
        symbol = Sampler.likeliest(likely)
        answer.append(symbol)
      }
      // The model that is given its own answer would give it again.
      let forced = try model.predictSequences(([question], [[begin] + answer.dropLast()]))[0]
      XCTAssertEqual(answer, forced.map { row in row.indices.max { row[$0] < row[$1] }! })
      if answer == Array(question.reversed()) + [end] { right += 1 }

      try stepper.begin([question])
      let best = try search.decode(stepper, begin: begin)[0]
      XCTAssertGreaterThanOrEqual(
        best.logProbability,
        zip(forced, answer).reduce(0) { $0 + Double.log(Double($1.0[$1.1])) } - 1e-4)
    }
    XCTAssertGreaterThan(right, 45)

    // What it looks at goes backwards, too.
    let picture = try Model(inputs: [source, target], outputs: [weights])
    let looks = try picture.predictSequences(([[3, 1, 4, 1]], [[begin, 1, 4, 1]]))[0]
    XCTAssertEqual(looks.map(\.count), [4, 4, 4, 4])
    XCTAssertEqual(
      looks.map { $0.reduce(0, +) }.map { ($0 * 1e5).rounded() }, [1e5, 1e5, 1e5, 1e5])
  }

  func testAStream() throws {
    let model = Sequential {
      Input(features: 2)
      LSTM(8, returnSequences: true)
      Dense(1)
    }
    let readings: [[Float]] = [[0.1, 0.2], [0.3, 0.1], [0.2, 0.2]]
    let stepper = try model.stepper()
    for reading in readings {
      let forecast = try stepper.step([reading])[0]
      XCTAssertEqual(forecast.count, 1)
    }

    let kept = stepper.state
    let one = try stepper.step([[0.5, 0.5]] as [[Float]])
    try stepper.set(kept)
    XCTAssertEqual(try stepper.step([[0.5, 0.5]] as [[Float]]), one)

    stepper.reorder([0, 0])
    XCTAssertEqual(try stepper.step([[0.5, 0.5], [0.1, 0.0]]).count, 2)
  }

  func testStatefulLayers() throws {
    let model = Sequential {
      Input(features: 1)
      GRU(4, stateful: true)
    }
    let first = try model.predict([[1.0, 2]])
    let second = try model.predict([[3.0]])
    model.resetStates()
    XCTAssertEqual(try model.predict([[1.0, 2, 3]]), second)
    XCTAssertNotEqual(first, second)
  }
}
