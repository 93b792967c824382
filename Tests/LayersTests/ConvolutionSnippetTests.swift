import Layers
import LinearAlgebra
import XCTest

/// The models of the article on convolutions, on generated data.
final class ConvolutionSnippetTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }
  private func noise() -> Float { Float(generator.normal()) * 0.1 }

  /// A wave with its phase, and a beat in it that does not belong there.
  private func wave(_ steps: Int, spoiltAt place: Int? = nil) -> [[Float]] {
    let phase = generator.uniform(in: 0...6)
    return (0..<steps).map { t in
      let beat: Float = place.map { abs($0 - t) < 3 } ?? false ? 1.5 : 0
      return [Float(sin(0.4 * Double(t) + phase)) + noise() * 0.3 + beat]
    }
  }

  func testAnomalies() throws {
    let x = (0..<60).map { _ in wave(32) }

    let input = Input.sequence(features: 1)
    var steps = Conv1D(16, kernelSize: 7, stride: 2, padding: .same, activation: .relu)(input)
    steps = Conv1D(8, kernelSize: 7, stride: 2, padding: .same, activation: .relu)(steps)
    steps = Conv1DTranspose(8, kernelSize: 7, stride: 2, padding: .same, activation: .relu)(steps)
    steps = Conv1DTranspose(16, kernelSize: 7, stride: 2, padding: .same, activation: .relu)(steps)
    let output = Conv1DTranspose(1, kernelSize: 7, padding: .same)(steps)
    let model = try Model(inputs: input, outputs: output)
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.003))
    let history = try model.fit(x, x, epochs: 30)

    let usual = try model.evaluate(x, x).loss
    let spoilt = (0..<20).map { _ in wave(32, spoiltAt: 10 + below(10)) }
    let unusual = try model.evaluate(spoilt, spoilt).loss
    XCTAssertLessThan(history["loss"].last!, history["loss"][0] / 4)
    XCTAssertGreaterThan(unusual, 2 * usual)
  }

  private func strokes(_ count: Int) -> (x: [[Float]], y: [Int]) {
    var (x, y): ([[Float]], [Int]) = ([], [])
    for _ in 0..<count {
      let (kind, place) = (below(3), 2 + below(4))
      x.append(
        (0..<64).map { index in
          let (row, column) = (index / 8, index % 8)
          let isInk = [row == place, column == place, row == column][kind]
          return (isInk ? 1 : 0) + noise()
        })
      y.append(kind)
    }
    return (x, y)
  }

  func testDigits() throws {
    let (x, y) = strokes(300)

    let image = Input.image(height: 8, width: 8, channels: 1)
    var features = Conv2D(8, kernelSize: (3, 3), activation: .relu)(image)
    features = MaxPooling2D((2, 2))(features)
    features = Conv2D(16, kernelSize: (2, 2), activation: .relu)(features)
    let vector = Dropout(0.2)(Flatten()(features))
    let model = try Model(inputs: image, outputs: Dense(3, activation: .softmax)(vector))
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.005),
      metrics: [.accuracy])
    let history = try model.fit(x, y, epochs: 15, validation: .split(0.2))
    XCTAssertGreaterThan(history["val_accuracy"].last!, 0.95)
  }

  func testDigitsInASequential() throws {
    let (x, y) = strokes(300)
    let model = Sequential {
      Input(height: 8, width: 8, channels: 1)
      Conv2D(8, kernelSize: (3, 3), activation: .relu)
      MaxPooling2D((2, 2))
      Conv2D(16, kernelSize: (2, 2), activation: .relu)
      Flatten()
      Dropout(0.2)
      Dense(3, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.005),
      metrics: [.accuracy])
    let history = try model.fit(x, y, epochs: 15, validation: .split(0.2))
    XCTAssertGreaterThan(history["val_accuracy"].last!, 0.95)
  }

  /// A dot that goes to the right or to the left.
  func testAVideo() throws {
    var (films, directions): ([[[Float]]], [Int]) = ([], [])
    for _ in 0..<200 {
      let (isRight, row) = (below(2), below(6))
      let film = (0..<4 + below(3)).map { t -> [Float] in
        let column = isRight == 1 ? t : 5 - t
        return (0..<36).map { ($0 == row * 6 + column ? 1 : 0) + noise() * 0.5 }
      }
      films.append(film)
      directions.append(isRight)
    }

    let video = Input.video(height: 6, width: 6, channels: 1)
    let seen = TimeDistributed(Conv2D(8, kernelSize: 3, padding: .same, activation: .relu))(video)
    let frames = TimeDistributed(Flatten())(MaxPooling2D(2)(seen))
    let model = try Model(
      inputs: video, outputs: Dense(1, activation: .sigmoid)(LSTM(16)(frames)))
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01), metrics: [.accuracy])
    let history = try model.fit(films, directions, epochs: 15)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.95)
  }

  /// An image read from left to right.
  func testColumnsOfAnImage() throws {
    let image = Input.image(height: 20, width: 8, channels: 1)
    let features = MaxPooling2D(2)(
      Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)(image))
    let columns = Reshape(10, 4 * 16)(features)
    let read = Bidirectional(LSTM(16, returnSequences: true))(columns)
    let model = try Model(inputs: image, outputs: Dense(11, activation: .softmax)(read))
    let x = (0..<3).map { _ in (0..<160).map { _ in noise() } }
    XCTAssertEqual(try model.predictSequences(x).map(\.count), [10, 10, 10])

    let reader = Sequential {
      Input(height: 8, width: 20, channels: 1)
      Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)
      MaxPooling2D(2)
      Permute(2, 1, 3)
      Reshape(10, 4 * 16)
      Bidirectional(LSTM(16, returnSequences: true))
      Dense(11, activation: .softmax)
    }
    XCTAssertEqual(try reader.predictSequences(x).map(\.count), [10, 10, 10])
  }

  func testWordsInWindows() throws {
    let words = Input.symbols()
    let vectors = Embedding(vocabularySize: 50, size: 16, masksZero: true)(words)
    let phrases = Conv1D(32, kernelSize: 3, activation: .relu)(vectors)
    let opinion = Dense(1, activation: .sigmoid)(GlobalMaxPooling1D()(phrases))
    let model = try Model(inputs: words, outputs: opinion)
    XCTAssertEqual(
      try model.predict([[4, 8, 2, 6]]), try model.predict([[4, 8, 2, 6, 0, 0, 0]]))
  }
}
