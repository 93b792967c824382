import Layers
import LinearAlgebra
import XCTest

/// Public Keras examples that read pictures as sequences of rows or of pixels.
final class PixelExampleTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  /// Pictures of a row, a column or one of two diagonals, with noise; classes are equally frequent.
  private func pictures(_ count: Int, size: Int) -> (x: [[[Float]]], y: [Int]) {
    var (x, y): ([[[Float]]], [Int]) = ([], [])
    for index in 0..<count {
      let (kind, place) = (index % 4, below(size))
      x.append(
        (0..<size).map { row in
          (0..<size).map { column in
            let isInk = [
              row == place, column == place, row == column, row + column == size - 1,
            ][kind]
            return (isInk ? 1 : 0) + Float(generator.normal()) * 0.1
          }
        })
      y.append(kind)
    }
    return (x, y)
  }

  /// keras.io, "mnist_hierarchical_rnn": each row is read pixel by pixel, then the rows. Keras 10 statements
  /// with its reshaping, here 9.
  func testHierarchicalRows() throws {
    let (xTrain, yTrain) = pictures(400, size: 8)
    let (xTest, yTest) = pictures(100, size: 8)

    let picture = Input.sequence(steps: 8, features: 8)
    let pixels = Reshape(8, 8, 1)(picture)
    let rows = TimeDistributed(LSTM(16))(pixels)
    let encoded = LSTM(24)(rows)
    let prediction = Dense(4, activation: .softmax)(encoded)
    let model = try Model(inputs: picture, outputs: prediction)
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.02),
      metrics: [.accuracy])
    try model.fit(xTrain, yTrain, epochs: 15)
    let (_, accuracy) = try model.evaluate(xTest, yTest)

    XCTAssertGreaterThan(accuracy, 0.9)
  }

  /// keras.io, "mnist_irnn": all pixels one after the other, through rectified units that keep what they
  /// have. Keras 10 statements with its reshaping, here 7.
  func testPixelByPixel() throws {
    let (xTrain, yTrain) = pictures(600, size: 6)
    let (xTest, yTest) = pictures(100, size: 6)
    func pixels(_ pictures: [[[Float]]]) -> [[[Float]]] {
      pictures.map { $0.joined().map { [$0] } }
    }

    let model = Sequential {
      SimpleRNN(
        32, activation: .relu, kernelInitializer: .normal(0.001),
        recurrentInitializer: .identity())
      Dense(4, activation: .softmax)
    }
    try model.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .rmsProp(learningRate: 0.002, clipping: .norm(1)), metrics: [.accuracy])
    try model.fit(pixels(xTrain), yTrain, epochs: 30)
    let (_, accuracy) = try model.evaluate(pixels(xTest), yTest)

    XCTAssertGreaterThan(accuracy, 0.6)  // Chance is a quarter.
  }
}
