import Course
import Foundation
import Laboratory
import LinearAlgebra
import Optimizers
import Translation

/// The translator of chapter 16's live figure, with attention: it writes numbers in German and dates as
/// computers do.
///
/// Its file has H; then for each matrix of its parameters how many numbers it has, a scale in single
/// precision, and a whole number of 16 bits for each, little-endian.
struct TranslationWeights {
  static let path = "\(Widget.folder)/translation.bin"
  static let unit =
    "48 units, seed 1; weights in 16 bits; the per cent of 200 new numbers of 1 to 4 digits, and of dates, that it has right"
  private static let (units, updates, batch) = (48, 1_600, 32)

  let translator: Translator

  /// - Returns: the file, and the lines of its card.
  static func trained(_ terminal: Terminal) -> (Data, [String]) {
    var generator = SeededGenerator(seed: 1)
    var translator = Translator(hiddenSize: units, attends: true, using: &generator)
    var optimizer = Adam(learningRate: 0.01)
    for update in 0..<updates {
      terminal.showProgress(Terminal.bar(Double(update) / Double(updates), width: 24))
      if update == updates * 3 / 4 { optimizer.learningRate = 0.002 }
      let pairs =
        TranslationTask.toGerman.drawn(batch * 3 / 4, using: &generator)
        + TranslationTask.dates.drawn(batch / 4, using: &generator)
      translator.train(on: pairs, clippingAt: 1, with: &optimizer)
    }
    let made = TranslationWeights(translator: translator)
    // What the page gets, not what was learnt.
    let read = TranslationWeights(file: made.file)?.translator ?? translator
    func share(_ task: TranslationTask, _ digits: ClosedRange<Int>) -> String {
      var other = SeededGenerator(seed: 2)
      let test = task.drawn(200, digits: digits, isTest: true, using: &other)
      return fixed(100 * read.accuracy(on: test), 1)
    }
    let shares = (1...4).map { share(.toGerman, $0...$0) }
    return (
      made.file,
      [
        "live.updates: \(updates)", "live.units: \(units)",
        "live.numbers: \(shares.joined(separator: " "))", "live.dates: \(share(.dates, 1...4))",
        "live.weights: \(translator.parameters.reduce(0) { $0 + $1.values.count })",
        "live.bytes: \(made.file.count)",
      ]
    )
  }

  init(translator: Translator) { self.translator = translator }

  static func book(in folder: PackageFolder) throws -> TranslationWeights {
    guard let file = try folder.contents(path), let weights = TranslationWeights(file: file) else {
      throw UserError("\(path) cannot be read; write it: course dev translation --weights --write")
    }
    return weights
  }

  var file: Data {
    var bytes = WeightBytes()
    bytes.put(UInt32(translator.hiddenSize))
    for matrix in translator.parameters {
      let scale = WeightBytes.step(of: matrix.values)
      bytes.put(UInt32(matrix.values.count))
      bytes.put(scale)
      bytes.put(matrix.values, inStepsOf: scale)
    }
    return bytes.data
  }

  /// Nil where the file ends too soon.
  init?(file: Data) {
    var reader = WeightReader(file)
    guard let units = reader.take(UInt32.self) else { return nil }
    var generator = SeededGenerator(seed: 0)
    var translator = Translator(hiddenSize: Int(units), attends: true, using: &generator)
    var parameters = translator.parameters
    for (index, matrix) in parameters.enumerated() {
      guard let count = reader.take(UInt32.self), let scale = reader.takeFloat(),
        count == matrix.values.count, let values = reader.take(Int(count), inStepsOf: scale)
      else { return nil }
      parameters[index] = Matrix(rows: matrix.rows, columns: matrix.columns, values: values)
    }
    translator.parameters = parameters
    self.init(translator: translator)
  }
}
