import Layers
import LinearAlgebra
import XCTest

/// Public Keras examples with windows over images: noise taken away, videos told apart, and the next frame.
final class VideoExampleTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }
  private func noise() -> Float { Float(generator.normal()) }

  private func meanSquare(_ x: [[Float]], _ y: [[Float]]) -> Double {
    let squares = zip(x, y).flatMap { zip($0, $1).map { Double(($0 - $1) * ($0 - $1)) } }
    return squares.reduce(0, +) / Double(squares.count)
  }

  /// keras.io, "Convolutional autoencoder for image denoising". Keras 12 statements, here 12.
  func testNoiseTakenAway() throws {
    let clean = (0..<450).map { index -> [Float] in
      let place = below(8)
      return (0..<64).map { (index % 2 == 0 ? $0 / 8 : $0 % 8) == place ? 1 : 0 }
    }
    let noisy = clean.map { $0.map { $0 + 0.4 * noise() } }

    let image = Input.image(height: 8, width: 8, channels: 1)
    var x = Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)(image)
    x = MaxPooling2D(2, padding: .same)(x)
    x = Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)(x)
    x = MaxPooling2D(2, padding: .same)(x)
    x = Conv2DTranspose(16, kernelSize: 3, stride: 2, padding: .same, activation: .relu)(x)
    x = Conv2DTranspose(16, kernelSize: 3, stride: 2, padding: .same, activation: .relu)(x)
    x = Conv2D(1, kernelSize: 3, padding: .same, activation: .sigmoid)(x)
    let model = try Model(inputs: image, outputs: x)
    try model.compile(loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01))
    try model.fit(noisy[..<400], clean[..<400], epochs: 14)

    let cleaned = try model.predict(noisy[400...])
    XCTAssertLessThan(
      meanSquare(cleaned, Array(clean[400...])),
      meanSquare(Array(noisy[400...]), Array(clean[400...])) / 4)
  }

  /// A dot that goes up, down, to the left or to the right over 6 × 6 pixels, round the edges.
  private func film(_ direction: Int, from place: Int, frames: Int) -> [[Float]] {
    let step = [(5, 0), (1, 0), (0, 5), (0, 1)][direction]
    return (0..<frames).map { t in
      let dot = (place / 6 + t * step.0) % 6 * 6 + (place + t * step.1) % 6
      return (0..<36).map { $0 == dot ? 1 : 0 }
    }
  }

  /// keras.io, "Video classification with a CNN-RNN architecture": features of each frame, then their order.
  /// Keras 20 statements, 7 of them for the pretrained network that looks at a frame, here 13.
  func testVideos() throws {
    let y = (0..<500).map { $0 % 4 }
    let x = y.map { kind in
      film(kind, from: below(36), frames: 3 + below(4)).map { $0.map { $0 + 0.1 * noise() } }
    }

    let video = Input.video(height: 6, width: 6, channels: 1)
    let seen = Conv2D(8, kernelSize: 3, padding: .same, activation: .relu)(video)
    let features = TimeDistributed(Flatten())(MaxPooling2D(2, stride: 1)(seen))
    let states = GRU(32, returnSequences: true)(features)
    let last = Dropout(0.1)(GRU(16)(states))
    let hidden = Dense(16, activation: .relu)(last)
    let kind = Dense(4, activation: .softmax)(hidden)
    let model = try Model(inputs: video, outputs: kind)
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    try model.fit(x[..<400], y[..<400], epochs: 15)
    let (_, accuracy) = try model.evaluate(x[400...], y[400...])

    XCTAssertGreaterThan(accuracy, 0.85)  // A frame by itself says nothing.
  }

  /// keras.io, "Next-frame video prediction with convolutional LSTMs". There is no ConvLSTM layer; its step
  /// (Shi et al., 2015) is written here for three frames, which share its weights. Keras 17 statements,
  /// here 17.
  func testNextFrame() throws {
    // Each of the four ways from each place, the last places for tests.
    let places = (0..<36).map { $0 * 7 % 36 }
    let films = places.flatMap { place in (0..<4).map { film($0, from: place, frames: 4) } }
    func frame(_ t: Int) -> [[Float]] { films.map { $0[t] } }

    let frames = (0..<3).map { _ in Input.image(height: 6, width: 6, channels: 1) }
    let convolutions = [.sigmoid, .sigmoid, .sigmoid, .tanh].map {
      Conv2D(12, kernelSize: 5, padding: .same, activation: $0)
    }
    var hidden = Conv2D(12, kernelSize: 3, padding: .same, activation: .tanh)(frames[0])
    var cell = hidden
    for frame in frames.dropFirst() {
      let both = Concatenate()(frame, hidden)
      let gates = convolutions.map { $0(both) }
      cell = Add()(Multiply()(gates[0], cell), Multiply()(gates[1], gates[3]))
      hidden = Multiply()(gates[2], Activation(.tanh)(cell))
    }
    let next = Conv2D(1, kernelSize: 3, padding: .same, activation: .sigmoid)(hidden)
    let model = try Model(inputs: frames, outputs: [next])
    try model.compile(loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01))
    try model.fit(
      (frame(0)[..<110], frame(1)[..<110], frame(2)[..<110]), frame(3)[..<110], epochs: 40)
    let predicted = try model.predict((frame(0)[110...], frame(1)[110...], frame(2)[110...]))

    let right = zip(predicted, frame(3)[110...]).count { predicted, truth in
      predicted.indices.max { predicted[$0] < predicted[$1] } == truth.firstIndex(of: 1)
    }
    XCTAssertGreaterThan(right, 24)  // Of 34, where the dot is among 36 pixels.
  }
}
