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
    var data = Data()
    func put(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    put(UInt32(translator.hiddenSize))
    for matrix in translator.parameters {
      let scale = Float((matrix.values.map { abs($0) }.max() ?? 0) / 32_767)
      put(UInt32(matrix.values.count))
      put(scale.bitPattern)
      for number in matrix.values {
        put(Int16(max(-32_767, min(32_767, (number / Double(scale)).rounded()))))
      }
    }
    return data
  }

  /// Nil where the file ends too soon.
  init?(file: Data) {
    var rest = file[...]
    func take<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
      guard rest.count >= MemoryLayout<Number>.size else { return nil }
      defer { rest = rest.dropFirst(MemoryLayout<Number>.size) }
      return rest.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }
    guard let units = take(UInt32.self) else { return nil }
    var generator = SeededGenerator(seed: 0)
    var translator = Translator(hiddenSize: Int(units), attends: true, using: &generator)
    var parameters = translator.parameters
    for (index, matrix) in parameters.enumerated() {
      guard let count = take(UInt32.self), let bits = take(UInt32.self),
        count == matrix.values.count
      else { return nil }
      let scale = Double(Float(bitPattern: bits))
      let values = (0..<count).compactMap { _ in take(Int16.self) }.map { Double($0) * scale }
      if values.count < count { return nil }
      parameters[index] = Matrix(rows: matrix.rows, columns: matrix.columns, values: values)
    }
    translator.parameters = parameters
    self.init(translator: translator)
  }
}
