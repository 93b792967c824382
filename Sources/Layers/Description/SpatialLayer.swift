/// A layer that looks at neighbours in time or in an image.
public struct SpatialLayer: Equatable, Codable, Sendable {
  enum Kind: Equatable, Codable, Sendable {
    case convolution(Convolution)
    case pooling(Pooling)
    case globalPooling(GlobalPooling)
    case upSampling1D(Int)
    case upSampling2D(Int, Int)
    case flatten
  }

  let kind: Kind

  init(_ kind: Kind) {
    self.kind = kind
  }

  var typeName: String {
    switch kind {
    case .convolution(let layer):
      (layer.vertical == nil ? "Conv1D" : "Conv2D") + (layer.isTransposed ? "Transpose" : "")
    case .pooling(let layer):
      layer.kind.name + (layer.vertical == nil ? "Pooling1D" : "Pooling2D")
    case .globalPooling(let layer):
      "Global" + layer.kind.name + (layer.isOverTime ? "Pooling1D" : "Pooling2D")
    case .upSampling1D: "UpSampling1D"
    case .upSampling2D: "UpSampling2D"
    case .flatten: "Flatten"
    }
  }

  /// Whether it reads time steps; otherwise images.
  var isOverTime: Bool {
    switch kind {
    case .convolution(let layer): layer.vertical == nil
    case .pooling(let layer): layer.vertical == nil
    case .globalPooling(let layer): layer.isOverTime
    case .upSampling1D: true
    case .upSampling2D, .flatten: false
    }
  }

  /// What it makes of a sequence of vectors of this size; nil where it reads images.
  func output(ofSize size: Int) -> Flow? {
    guard isOverTime else { return nil }
    return switch kind {
    case .convolution(let layer): .sequence(layer.filters)
    case .globalPooling: .vector(size)
    case .pooling, .upSampling1D, .upSampling2D, .flatten: .sequence(size)
    }
  }

  /// What it does to the time axis; nil where it keeps it, or gives one vector.
  var steps: StepMap? {
    switch kind {
    case .convolution(let layer):
      layer.vertical != nil
        ? nil : layer.isTransposed ? .spread(layer.horizontal) : .windows(layer.horizontal)
    case .pooling(let layer): layer.vertical == nil ? .windows(layer.horizontal) : nil
    case .upSampling1D(let size): .spread(WindowAxis(size: size, stride: size, padding: .same))
    case .globalPooling, .upSampling2D, .flatten: nil
    }
  }

  /// The function that it ends with.
  var activation: ActivationFunction {
    if case .convolution(let layer) = kind { layer.activation } else { .linear }
  }

  /// What is wrong with its own settings, or nil.
  var problem: String? {
    switch kind {
    case .convolution(let layer):
      if !(1...1 << 24).contains(layer.filters) {
        return "has \(counted(layer.filters, "filter")); it has 1 to 16,777,216"
      }
      return axesProblem([layer.vertical, layer.horizontal], window: "kernel")
        ?? causalProblem(layer)
    case .pooling(let layer):
      return axesProblem([layer.vertical, layer.horizontal], window: "window")
        ?? (layer.horizontal.padding == .causal
          ? "has the padding causal, which a convolution over time alone can have; take valid or same"
          : nil)
    case .upSampling1D(let size): return repetitionProblem([size])
    case .upSampling2D(let height, let width): return repetitionProblem([height, width])
    case .globalPooling, .flatten: return nil
    }
  }

  private func axesProblem(_ axes: [WindowAxis?], window: String) -> String? {
    // The bounds keep all products of sizes within an Int, whatever a file says.
    for axis in axes.compactMap({ $0 }) {
      if !(1...4096).contains(axis.size) {
        return "has a \(window) of \(axis.size); its sides are 1 to 4,096"
      }
      if !(1...1 << 20).contains(axis.stride) {
        return "has a stride of \(axis.stride); it is 1 to 1,048,576"
      }
      if !(1...1 << 20).contains(axis.dilation) {
        return "has a dilation of \(axis.dilation); it is 1 to 1,048,576"
      }
    }
    return nil
  }

  private func causalProblem(_ layer: Convolution) -> String? {
    if layer.horizontal.padding != .causal || layer.vertical == nil && !layer.isTransposed {
      return nil
    }
    return "has the padding causal, which Conv1D alone can have; take valid or same"
  }

  private func repetitionProblem(_ sizes: [Int]) -> String? {
    sizes.first { !(1...4096).contains($0) }.map {
      "repeats \($0) times; it does so 1 to 4,096 times"
    }
  }
}

extension Pooling.Kind {
  fileprivate var name: String { self == .max ? "Max" : "Average" }
}
