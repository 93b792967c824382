import Course
import Foundation
import Laboratory
import LinearAlgebra
import Tasks

/// The language model of chapter 09's widget: one LSTM without an embedding, in eight bits a weight.
///
/// Its file has the count of the symbols' bytes, the symbols as UTF-8, H; then for each matrix a
/// scale for each column in single precision, and a whole number from -127 to 127 for each weight.
/// Numbers are little-endian.
struct WidgetModel {
  /// One character each, in the order of their indices.
  let symbols: [String]
  /// H.
  let units: Int
  /// W, U, b, Wy and by.
  let matrices: [Matrix]

  static let path = "\(Widget.folder)/language-model.bin"

  init(symbols: [String], units: Int, matrices: [Matrix]) {
    (self.symbols, self.units, self.matrices) = (symbols, units, matrices)
  }

  /// The model that the book's live figure runs.
  static func book(in folder: PackageFolder) throws -> WidgetModel {
    guard let file = try folder.contents(path), let model = WidgetModel(file: file) else {
      throw UserError("\(path) cannot be read; write it: course dev widget-model")
    }
    return model
  }

  /// A model that `course train` made, of one LSTM. What its embedding does to a one-hot row is done
  /// by the rows of W.
  init(_ checkpoint: Checkpoint) {
    let matrices = checkpoint.best.map(Matrix.init)
    self.init(
      symbols: checkpoint.vocabulary.symbols, units: checkpoint.configuration.hidden,
      matrices: [matrices[0] * matrices[1]] + matrices[2...])
  }

  var file: Data {
    let text = symbols.joined().utf8
    var data = Data()
    func put(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    put(UInt16(text.count))
    data.append(contentsOf: text)
    put(UInt16(units))
    for matrix in matrices {
      let scales = (0..<matrix.columns).map { column in
        Float((matrix.column(column).values.map { abs($0) }.max() ?? 0) / 127)
      }
      for scale in scales { put(scale.bitPattern) }
      for (index, weight) in matrix.values.enumerated() {
        let scale = Double(scales[index % matrix.columns])
        put(Int8(max(-127, min(127, scale == 0 ? 0 : (weight / scale).rounded()))))
      }
    }
    return data
  }

  /// Nil where the file ends too soon.
  init?(file: Data) {
    var rest = file[...]
    func take<Number: FixedWidthInteger>(_ count: Int, _: Number.Type) -> [Number]? {
      let size = MemoryLayout<Number>.size
      guard rest.count >= count * size else { return nil }
      defer { rest = rest.dropFirst(count * size) }
      return rest.withUnsafeBytes { bytes in
        (0..<count).map {
          Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Number.self))
        }
      }
    }
    guard let length = take(1, UInt16.self)?[0], let text = take(Int(length), UInt8.self),
      let units = take(1, UInt16.self).map({ Int($0[0]) })
    else { return nil }
    let symbols = String(decoding: text, as: UTF8.self).map { String($0) }
    let (gates, outputs) = (4 * units, symbols.count)
    let shapes = [(outputs, gates), (units, gates), (1, gates), (units, outputs), (1, outputs)]
    var matrices: [Matrix] = []
    for (rows, columns) in shapes {
      guard let scales = take(columns, UInt32.self)?.map({ Double(Float(bitPattern: $0)) }),
        let steps = take(rows * columns, Int8.self)
      else { return nil }
      let values = steps.enumerated().map { Double($0.element) * scales[$0.offset % columns] }
      matrices.append(Matrix(rows: rows, columns: columns, values: values))
    }
    self.init(symbols: symbols, units: units, matrices: matrices)
  }
}
