package zoo

import (
	"context"
	"errors"
)

func (r *catResolver) Lives(ctx context.Context, obj *Cat) (int, error) {
	return 0, errors.New("ran out")
}

func (r *queryResolver) Echo(ctx context.Context, n int, grid [][]int, in *In, color *string, f *float64, b *bool, id *string, day *string) (*string, error) {
	return arguments(ctx)
}

func (r *queryResolver) Dog(ctx context.Context) (*Dog, error) {
	return rex, nil
}

func (r *queryResolver) Lost(ctx context.Context) (*Dog, error) {
	return nil, nil
}

func (r *queryResolver) Broken(ctx context.Context) (*Broken, error) {
	return bad, nil
}

func (r *queryResolver) Surely(ctx context.Context) (*Broken, error) {
	return bad, nil
}

func (r *queryResolver) Pets(ctx context.Context) ([]Pet, error) {
	return []Pet{rex, tom}, nil
}

func (r *queryResolver) Shelter(ctx context.Context) ([]*Broken, error) {
	return []*Broken{good, bad}, nil
}

func (r *queryResolver) Kennel(ctx context.Context) ([]*Broken, error) {
	return []*Broken{good, bad}, nil
}

func (r *queryResolver) Walls(ctx context.Context) ([][]*Broken, error) {
	return [][]*Broken{{good}, {good, bad}}, nil
}

func (r *queryResolver) None(ctx context.Context) ([]*Dog, error) {
	return nil, nil
}

func (r *queryResolver) Never(ctx context.Context) ([]*Dog, error) {
	return nil, nil
}

func (r *queryResolver) Odd(ctx context.Context) (*string, error) {
	return new("a\xffb\"\\\x01\n\u2028é😀"), nil
}

func (r *Resolver) Cat() CatResolver { return &catResolver{r} }

func (r *Resolver) Query() QueryResolver { return &queryResolver{r} }

type (
	catResolver   struct{ *Resolver }
	queryResolver struct{ *Resolver }
)
