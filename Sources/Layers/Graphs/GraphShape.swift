/// How many time steps a sequence has.
indirect enum StepCount: Hashable, Sendable {
  /// As many as an example of this input.
  case input(Int)
  case fixed(Int)
  /// As many as a layer makes of another axis.
  case mapped(StepCount, StepMap)
}

extension StepCount {
  /// The length of the axis, where `input` gives that of an input.
  func length(_ input: (Int) -> Int) -> Int {
    switch self {
    case .input(let index): input(index)
    case .fixed(let count): count
    case .mapped(let axis, let map): map.length(axis.length(input))
    }
  }
}

/// The shape of a value of a graph, but for the batch.
struct GraphShape: Equatable, Sendable {
  /// The time axis around the other, where each time step is a sequence itself.
  var outer: StepCount?
  var steps: StepCount?
  /// Numbers in the last axis; 1 for symbols.
  var size: Int
  var isSymbols = false
  /// How the numbers of the last axis are arranged; nil where they are a vector.
  var image: ImageShape?

  /// The same as layers of a `Sequential` know it; nil for sequences of sequences.
  var flow: Flow? {
    if outer != nil { return nil }
    if isSymbols { return .symbols }
    return steps == nil ? .vector(size) : .sequence(size)
  }

  /// The numbers of an example; nil where it may have any number of time steps.
  var count: Int? {
    var result = size
    for axis in [outer, steps] {
      switch axis {
      case .input, .mapped: return nil
      case .fixed(let count): result *= count
      case nil: break
      }
    }
    return result
  }

  /// In the words of messages.
  var description: String {
    if isSymbols { return "symbols" }
    let numbers = image?.description ?? counted(size, "number")
    let each = steps?.description.map { "\($0) of \(numbers)" }
    if let outer {
      return "a sequence of \(each ?? "\(numbers) a step") for each "
        + (outer.description.map { "of \($0)" } ?? "time step")
    }
    if let each { return each }
    if image != nil { return steps == nil ? numbers : "\(numbers) a time step" }
    return flow!.description
  }

  /// As a model reads it that begins with such a value; nil for sequences of sequences.
  var inputKind: GraphInput.Kind? {
    if outer != nil { return nil }
    if isSymbols { return .symbols }
    guard let steps else { return image.map { .image($0) } ?? .vector(size) }
    if let image {
      if case .fixed(let count) = steps { return .video(frames: count, image) }
      return .video(frames: nil, image)
    }
    if case .fixed(let count) = steps { return .sequence(steps: count, features: size) }
    return .sequence(steps: nil, features: size)
  }

  /// In a table of layers.
  var text: String {
    let numbers =
      image.map { ["\($0.height)", "\($0.width)", "\($0.channels)"] }
      ?? (isSymbols ? [] : ["\(size)"])
    let axes = ["batch"] + [outer, steps].compactMap { $0?.text } + numbers
    return "(" + axes.joined(separator: ", ") + ")"
  }

  init(
    steps: StepCount? = nil, size: Int, outer: StepCount? = nil, isSymbols: Bool = false,
    image: ImageShape? = nil
  ) {
    self.outer = outer
    self.steps = steps
    self.size = size
    self.isSymbols = isSymbols
    self.image = image
  }

  init(_ kind: GraphInput.Kind, input: Int) {
    switch kind {
    case .symbols: self.init(steps: .input(input), size: 1, isSymbols: true)
    case .sequence(let steps, let features):
      self.init(steps: steps.map { .fixed($0) } ?? .input(input), size: features)
    case .vector(let size): self.init(size: size)
    case .image(let image): self.init(size: image.size, image: image)
    case .video(let frames, let image):
      self.init(
        steps: frames.map { .fixed($0) } ?? .input(input), size: image.size, image: image)
    }
  }
}

extension StepCount {
  fileprivate var description: String? {
    if case .fixed(let count) = self { counted(count, "time step") } else { nil }
  }

  fileprivate var text: String {
    if case .fixed(let count) = self { "\(count)" } else { "time" }
  }
}

/// Two time axes that a layer puts beside each other, whose lengths only the examples tell.
struct StepMatch: Equatable, Sendable {
  let first: StepCount
  let second: StepCount
  let label: String
}

/// The shapes of all values of a graph, and which of its time axes must be equally long.
struct GraphShapes: Equatable, Sendable {
  var values: [GraphShape] = []
  var matches: [StepMatch] = []
}
