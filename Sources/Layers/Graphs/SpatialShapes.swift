// The shapes of layers that look at neighbours.

extension Graph {
  /// What a layer over neighbours makes of its input.
  func output(
    of layer: SpatialLayer, _ call: Call, _ input: GraphShape, _ source: String
  ) throws(ModelError) -> GraphShape {
    if case .flatten = layer.kind { return try flattened(call, input, source) }
    return layer.isOverTime
      ? try overTime(layer, call, input, source) : try overImage(layer, call, input, source)
  }

  private func flattened(
    _ call: Call, _ input: GraphShape, _ source: String
  ) throws(ModelError) -> GraphShape {
    if input.isSymbols {
      throw ModelError(
        "expected numbers, got symbols from \(source); put an Embedding between them")
    }
    guard let count = input.count else {
      throw ModelError(
        "expected a fixed number of time steps, got \(input.description) from \(source); "
          + "TimeDistributed(Flatten()) makes a vector of each, GlobalAveragePooling1D one of all")
    }
    return GraphShape(size: count)
  }

  private func overTime(
    _ layer: SpatialLayer, _ call: Call, _ input: GraphShape, _ source: String
  ) throws(ModelError) -> GraphShape {
    func mismatch(_ advice: String) -> ModelError {
      ModelError(
        "expected a sequence of numbers, got \(input.description)"
          + (call.isDistributed ? " at each time step" : "") + " from \(source)\(advice)")
    }
    if input.isSymbols { throw mismatch("; put an Embedding between them") }
    guard let steps = input.steps else {
      throw mismatch(
        call.isDistributed
          ? "; leave TimeDistributed out"
          : input.image == nil
            ? "; Reshape makes a sequence of a vector"
            : "; \(layer.typeName.dropLast(2))2D reads images")
    }
    if input.outer != nil {
      throw mismatch("; TimeDistributed(\(layer.typeName)(…)) reads each of them by itself")
    }
    if case .convolution = layer.kind, let image = input.image {
      throw ModelError(
        "expected a sequence of vectors, got \(input.description) from \(source); "
          + "TimeDistributed(Flatten()) makes vectors of them, Conv2D reads each "
          + "\(image.text) by itself")
    }
    var result = input
    guard let map = layer.steps else {
      result.steps = nil
      return result
    }
    result.steps = steps.mapped(by: map)
    if case .fixed(let count) = steps, map.length(count) < 1 {
      throw ModelError(
        "\(layer.windowName(map)), but gets \(counted(count, "time step")) from \(source); take a "
          + "smaller one, or padding: .same")
    }
    if case .convolution(let convolution) = layer.kind {
      result.size = convolution.filters
      try checkWeights(convolution, channels: input.size)
    }
    return result
  }

  private func overImage(
    _ layer: SpatialLayer, _ call: Call, _ input: GraphShape, _ source: String
  ) throws(ModelError) -> GraphShape {
    guard let image = input.image else {
      throw ModelError(
        "expected an image, got \(input.description) from \(source); Input.image reads one, in a "
          + "Sequential Input(height:width:channels:), and Reshape(height:width:channels:) makes one of "
          + "a vector")
    }
    var result = input
    let given = try layer.image(of: image, source)
    if let given {
      if given.isTooLarge {
        throw ModelError("gives \(given.description); at most 16,777,216 fit in one")
      }
      (result.image, result.size) = (given, given.size)
    } else {
      (result.image, result.size) = (nil, image.channels)
    }
    if case .convolution(let convolution) = layer.kind {
      try checkWeights(convolution, channels: image.channels)
    }
    return result
  }

  private func checkWeights(_ layer: Convolution, channels: Int) throws(ModelError) {
    let taps = Double(layer.vertical?.size ?? 1) * Double(layer.horizontal.size)
    let count = taps * Double(channels) * Double(layer.filters)
    if count > Double(1 << 31) {
      throw ModelError("has more than 2,147,483,648 weights; take fewer filters")
    }
  }
}

extension SpatialLayer {
  /// The image that it makes of another; nil where it gives a vector of the channels.
  fileprivate func image(
    of image: ImageShape, _ source: String
  ) throws(ModelError) -> ImageShape? {
    switch kind {
    case .convolution(let layer):
      guard let vertical = layer.vertical else { fatalError("goes over time") }
      return try windows(
        vertical, layer.horizontal, isTransposed: layer.isTransposed, channels: layer.filters,
        image, source)
    case .pooling(let layer):
      guard let vertical = layer.vertical else { fatalError("goes over time") }
      return try windows(
        vertical, layer.horizontal, isTransposed: false, channels: image.channels, image, source)
    case .upSampling2D(let height, let width):
      return ImageShape(
        height: image.height * height, width: image.width * width, channels: image.channels)
    case .globalPooling, .upSampling1D, .flatten: return nil
    }
  }

  private func windows(
    _ vertical: WindowAxis, _ horizontal: WindowAxis, isTransposed: Bool, channels: Int,
    _ image: ImageShape, _ source: String
  ) throws(ModelError) -> ImageShape {
    if isTransposed {
      return ImageShape(
        height: vertical.spread(image.height), width: horizontal.spread(image.width),
        channels: channels)
    }
    let (height, width) = (vertical.count(image.height), horizontal.count(image.width))
    if height < 1 || width < 1 {
      let name = if case .convolution = kind { "kernel" } else { "window" }
      throw ModelError(
        "has a \(name) of \(vertical.size) × \(horizontal.size), larger than \(image.description) "
          + "from \(source); take a smaller one, or padding: .same")
    }
    return ImageShape(height: height, width: width, channels: channels)
  }

  /// Its window over time in words that follow the layer's name.
  func windowName(_ map: StepMap) -> String {
    guard case .windows(let axis) = map else { return "reads at least one time step" }
    let name = if case .convolution = kind { "kernel" } else { "window" }
    return "has a \(name) of \(counted(axis.size, "time step"))"
      + (axis.dilation > 1 ? " over \(axis.span)" : "")
  }
}

extension StepCount {
  /// The axis that a layer makes of this one.
  func mapped(by map: StepMap) -> StepCount {
    if case .fixed(let count) = self { .fixed(map.length(count)) } else { .mapped(self, map) }
  }
}

extension GraphShape {
  /// Numbers arranged as an image: of a vector or a fixed number of steps.
  func arranged(as image: ImageShape, _ source: String) throws(ModelError) -> GraphShape {
    if let problem = image.problem { throw ModelError(problem) }
    if isSymbols {
      throw ModelError(
        "expected numbers, got symbols from \(source); put an Embedding between them")
    }
    guard let count, count == image.size else {
      throw ModelError(
        "expected \(image.size) numbers for \(image.description), got \(description) from \(source)"
          + (steps == nil
            ? "" : "; TimeDistributed(Reshape(height:width:channels:)) makes an image of each step")
      )
    }
    return GraphShape(size: image.size, image: image)
  }

  /// The image that two beside each other become; nil where they do not fit.
  func merged(with other: GraphShape, addsChannels: Bool) -> ImageShape? {
    // A single number goes with all.
    if !addsChannels, min(size, other.size) == 1 {
      return (size == 1 ? other.image : image) ?? image ?? other.image
    }
    guard let image, let second = other.image else { return nil }
    if !addsChannels { return image == second ? image : nil }
    if image.height != second.height || image.width != second.width { return nil }
    return ImageShape(
      height: image.height, width: image.width, channels: image.channels + second.channels)
  }
}

extension ImageShape {
  /// What is wrong with its sides, in words that follow a name, or nil.
  var problem: String? {
    if let side = [height, width, channels].first(where: { !(1...1 << 24).contains($0) }) {
      return "has a side of \(side); sides are positive and at most 16,777,216"
    }
    return isTooLarge ? "has \(text) numbers; at most 16,777,216 fit in one image" : nil
  }
}

extension GraphInput.Kind {
  var image: ImageShape? {
    switch self {
    case .image(let image), .video(_, let image): image
    case .symbols, .sequence, .vector: nil
    }
  }

  var imageProblem: String? { image?.problem }
}

extension Layer {
  /// Whether it works on images as they are: number by number, or pixel by pixel.
  var takesImages: Bool {
    switch self {
    case .masking, .activation, .dropout, .spatial: true
    default: false
    }
  }
}
