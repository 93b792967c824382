import Layers
import LinearAlgebra
import XCTest

/// Public Keras examples that read writing by connectionist temporal classification.
final class WritingExampleTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  /// Columns of five pixels, from above to below, of the letters 1 to 4.
  private let letters = [
    "11111 10101 10101", "11111 00100 11111", "10000 11111 10000", "01110 10001 10001",
  ]
  .map { $0.split(separator: " ").map { $0.map { $0 == "1" ? Float(1) : 0 } } }

  private func text(_ count: Int) -> [Int] { (0..<count).map { _ in 1 + below(4) } }

  /// A line of writing, column by column: letters at any distance, some twice as wide, `height` pixels high,
  /// at any place in it.
  private func written(_ text: [Int], height: Int) -> [[Float]] {
    func empty(_ count: Int) -> [[Float]] {
      [[Float]](repeating: [Float](repeating: 0, count: height), count: count)
    }
    let above = below(height - 4)
    var columns = empty(1 + below(2))
    for letter in text {
      let width = 1 + below(2)
      for column in letters[letter - 1] {
        let whole = empty(1)[0].indices.map { row in
          (above..<above + 5).contains(row) ? column[row - above] : 0
        }
        columns += [[Float]](repeating: whole, count: width)
      }
      columns += empty(1 + below(2))
    }
    return columns.map { $0.map { $0 + 0.1 * Float(generator.normal()) } }
  }

  /// keras.io, "OCR model for reading captchas". Keras 46 statements, of which 13 are its layer
  /// for the loss and 10 the decoding; here 14.
  func testCaptchas() throws {
    let texts = (0..<650).map { _ in text(3) }
    let images = texts.map { text in
      let columns = written(text, height: 8)
      return (0..<28).map { $0 < columns.count ? columns[$0] : [Float](repeating: 0, count: 8) }
    }

    // The long side is the height, so that rows are the time steps.
    let image = Input.image(height: 28, width: 8, channels: 1)
    var x = Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)(image)
    x = MaxPooling2D((2, 2))(x)
    x = Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)(x)
    x = MaxPooling2D((1, 2))(x)
    x = Dense(32, activation: .relu)(Reshape(14, 2 * 16)(x))
    x = Bidirectional(LSTM(32, returnSequences: true))(Dropout(0.1)(x))
    let labels = Dense(5, activation: .softmax)(x)
    let model = try Model(inputs: image, outputs: labels)
    try model.compile(loss: .ctc(), optimizer: .adam(learningRate: 0.01))
    try model.fit(images[..<600], texts[..<600], epochs: 9, batchSize: 16)
    let read = try model.predictLabels(images[600...])

    XCTAssertGreaterThan(zip(read, texts[600...]).count { $0 == $1 }, 35)  // Of 50.
  }

  /// keras.io, "Handwriting recognition": lines of any width, none of them padded or distorted. Keras
  /// about 60 statements, with a layer for the loss, a callback for the distance of edits and the decoding;
  /// here 9.
  func testLinesOfWriting() throws {
    let texts = (0..<400).map { _ in text(2 + below(4)) }
    let lines = texts.map { written($0, height: 7) }

    let line = Input.sequence(features: 7)
    var x = Conv1D(32, kernelSize: 5, padding: .same, activation: .relu)(line)
    x = MaxPooling1D(2)(x)
    x = Bidirectional(LSTM(32, returnSequences: true))(x)
    let labels = Dense(5, activation: .softmax)(x)
    let model = try Model(inputs: line, outputs: labels)
    try model.compile(
      loss: .ctc(), optimizer: .adam(learningRate: 0.01), metrics: [.labelErrorRate])
    let history = try model.fit(
      lines[..<350], texts[..<350], epochs: 12, validation: .data(lines[350...], texts[350...]))
    let read = try model.predictLabels(lines[350...], decoding: .beam(width: 5))

    XCTAssertLessThan(history["val_label_error_rate"].last!, 0.1)
    XCTAssertGreaterThan(zip(read, texts[350...]).count { $0 == $1 }, 40)  // Of 50.
  }
}
