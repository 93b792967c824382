import Layers
import LinearAlgebra
import XCTest

/// What people who know Keras write with its functional interface, on generated data: the models of the
/// article on graphs, and the sum of two numbers in digits.
final class GraphSnippetTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  /// Ratings of films by users who have a hidden taste.
  func testARecommender() throws {
    let tastes = (0..<100).map { _ in generator.normal() }
    let styles = (0..<50).map { _ in generator.normal() }
    let pairs = (0..<2000).map { _ in (below(100), below(50)) }
    let ratings = pairs.map { [tastes[$0.0] * styles[$0.1]] }

    let user = Input.symbols()
    let film = Input.symbols()
    let taste = Embedding(vocabularySize: 100, size: 8)(user)[step: 0]
    let style = Embedding(vocabularySize: 50, size: 8)(film)[step: 0]
    let model = try Model(
      inputs: [user, film], outputs: [Dot()(taste, style)])
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
    let (users, films) = (pairs.map { [$0.0] }, pairs.map { [$0.1] })
    let history = try model.fit((users, films), ratings, epochs: 20)
    XCTAssertLessThan(history["loss"].last!, 0.25)
  }

  /// The last reading, less the first.
  func testPartsOfAValue() throws {
    let x = (0..<200).map { _ in
      (0..<2 + below(5)).map { _ in (0..<3).map { _ in Float(generator.normal()) } }
    }
    let y = x.map { $0[$0.count - 1][0] - $0[0][0] }

    let series = Input.sequence(features: 3)
    let states = GRU(16, returnSequences: true)(series)
    let ends = Concatenate()(states[step: 0], states[step: -1])
    let last = series[step: -1][features: ..<2]
    let model = try Model(
      inputs: series, outputs: Dense(1)(Concatenate()(ends, last)))
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
    XCTAssertLessThan(try model.fit(x, y, epochs: 20)["loss"].last!, 0.3)
  }

  /// Stories of people who go to places, and a question where one of them is.
  func testAQuestionAboutAStory() throws {
    var (stories, questions, answers): ([[Int]], [[Int]], [Int]) = ([], [], [])
    for _ in 0..<600 {
      let places = [10 + below(4), 10 + below(4)]
      let asked = below(2)
      stories.append([1, places[0], 2, places[1]] + (below(2) == 0 ? [0] : []))
      questions.append([20, 1 + asked])
      answers.append(places[asked])
    }

    let story = Input.symbols(named: "story")
    let question = Input.symbols(named: "question")
    let embed = Embedding(vocabularySize: 40, size: 16, masksZero: true)
    let told = LSTM(16)(embed(story))
    let asked = LSTM(16)(embed(question))
    let answer = Dense(40, activation: .softmax)(
      Dense(32, activation: .tanh)(Concatenate()(told, asked)))

    let model = try Model(inputs: [story, question], outputs: [answer])
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    let history = try model.fit(
      (stories, questions), answers, epochs: 20, validation: .split(0.1))
    let likely = try model.predict((stories, questions))
    XCTAssertEqual(likely[0].count, 40)
    XCTAssertGreaterThan(history["val_accuracy"].last!, 0.95)
  }

  func testTwoTextsUnderOneLayer() throws {
    let (left, right) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let read = LSTM(16)
    let same = Multiply()(read(left), read(right))
    let model = try Model(inputs: [left, right], outputs: [same])
    XCTAssertEqual(model.parameterCount, 4 * 16 * (2 + 16 + 1))
  }

  func testSeveralOutputs() throws {
    var (x, classes, gaps): ([[[Double]]], [Int], [[[Double]]]) = ([], [], [])
    for _ in 0..<200 {
      let kind = below(3)
      let series = (0..<4 + below(5)).map { _ in generator.normal() * 0.1 + Double(kind) }
      x.append(series.map { [$0] })
      classes.append(kind)
      gaps.append(series.map { [$0 - Double(kind)] })
    }
    let steps = Input.sequence(features: 1)
    let states = GRU(16, returnSequences: true)(steps)
    let kind = Dense(3, activation: .softmax)(GRU(8)(states))
    let gap = Dense(1)(states)
    let model = try Model(
      inputs: [steps], outputs: [kind.named("class"), gap.named("gap")])
    try model.compile(
      losses: [.sparseCategoricalCrossEntropy, .meanSquaredError], weights: [1, 0.5],
      optimizer: .adam(learningRate: 0.01), metrics: [[.accuracy], []])
    let history = try model.fit(x, (classes, gaps), epochs: 60)
    XCTAssertEqual(try model.predictAll(x).map(\.name), ["class", "gap"])
    XCTAssertGreaterThan(history["class_accuracy"].last!, 0.95)
    XCTAssertLessThan(history["gap_loss"].last!, history["gap_loss"][0] / 3)
  }

  func testAnAutoencoderAndItsParts() throws {
    let x = (0..<100).map { _ -> [[Double]] in
      let slope = generator.uniform(in: -1...1)
      return (0..<10).map { [slope * Double($0) / 10, slope] }
    }
    let input = Input.sequence(steps: 10, features: 2)
    let code = LSTM(8)(input)
    let states = LSTM(8, returnSequences: true)(RepeatVector(10)(code))
    let output = Dense(2)(states)

    let autoencoder = try Model(inputs: input, outputs: output)
    try autoencoder.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
    let history = try autoencoder.fit(x, x, epochs: 20)
    XCTAssertLessThan(history["loss"].last!, history["loss"][0] / 4)

    let encoder = try Model(inputs: input, outputs: code)
    let decoder = try Model(inputs: code, outputs: output)
    let codes = try encoder.predict(x)
    XCTAssertEqual(try decoder.predictSequences(codes), try autoencoder.predictSequences(x))
  }

  /// Pictures with a bright row or a bright column: each row is read pixel by pixel, then the rows.
  func testRowsOfPixels() throws {
    var (pictures, classes): ([[[Double]]], [Int]) = ([], [])
    for _ in 0..<200 {
      let (kind, place) = (below(2), below(6))
      pictures.append(
        (0..<6).map { row in (0..<6).map { (kind == 0 ? row : $0) == place ? 1 : 0 } })
      classes.append(kind)
    }
    let picture = Input.sequence(steps: 6, features: 6)
    let pixels = TimeDistributed(Reshape(6, 1))(picture)
    let rows = TimeDistributed(LSTM(8))(pixels)
    let digit = Dense(2, activation: .softmax)(LSTM(12)(rows))
    let model = try Model(inputs: picture, outputs: digit)
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.02),
      metrics: [.accuracy])
    let history = try model.fit(pictures, classes, epochs: 20)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.95)
  }

  /// The sum of two numbers in digits, as Keras's example has it: an encoder, its vector repeated, a
  /// decoder. A moment of training does not learn it, but brings the loss far below that of a guess.
  func testAdditionByEncoderAndDecoder() throws {
    var (x, y): ([[Int]], [[Int]]) = ([], [])
    for _ in 0..<1000 {
      let (a, b) = (below(10), below(10))
      x.append([a, 10, b])
      y.append([(a + b) / 10, (a + b) % 10])
    }
    let question = Input.symbols()
    let code = LSTM(32)(Embedding(vocabularySize: 11, size: 12)(question))
    let states = LSTM(32, returnSequences: true)(RepeatVector(2)(code))
    let model = try Model(
      inputs: question, outputs: TimeDistributed(Dense(10, activation: .softmax))(states))
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    let history = try model.fit(x, y, epochs: 15)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.9)
  }
}
