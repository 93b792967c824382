import Layers
import XCTest

/// The snippets of the article on speed.
final class SpeedSnippetTests: XCTestCase {
  func testThreadsChangeNothing() throws {
    let readings = (0..<256 * 24 * 3).map { Float($0 % 17) / 17 }
    let labels = (0..<256).map { UInt8($0 % 2) }
    func trained(threads: Int) throws -> [[Float]] {
      let model = Sequential(seed: 1) {
        LSTM(8)
        Dense(2, activation: .softmax)
      }
      try model.compile(loss: .sparseCategoricalCrossEntropy)
      try model.fit(
        Examples(flat: readings, shape: [256, 24, 3]),
        Examples(flat: labels, shape: [256]),
        batchSize: 64, threads: threads)
      return try model.predict(Examples(flat: readings, shape: [256, 24, 3]))
    }
    XCTAssertEqual(try trained(threads: 4), try trained(threads: 1))
  }

  /// A predictor writes what the model would, asked for the whole text each time.
  func testWritingSymbolBySymbol() throws {
    let language = Sequential(seed: 2) {
      Embedding(vocabularySize: 12, size: 4)
      GRU(16, returnSequences: true)
      Dense(12)
    }
    let predictor = try Predictor(model: language)
    var symbol = 3
    var text = [3]
    for _ in 0..<20 {
      symbol = predictor.mostProbable(after: symbol)
      text.append(symbol)
    }
    let written = try language.predictSequences([Array(text.dropLast())])[0]
    XCTAssertEqual(written.map { row in row.firstIndex(of: row.max()!)! }, Array(text.dropFirst()))

    let small = try Predictor(model: language, weights: .eightBits)
    let logits = small.logits(after: 3)
    for (one, other) in zip(logits, written[0]) { XCTAssertEqual(one, other, accuracy: 0.05) }
  }
}
